/** `aseptic init` in a folder, by the same program and libraries as the server. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { Server } from "./server";

const TRUST = "Manage Trust";

export async function setUp(server: Server): Promise<void> {
  await server.settled();
  const folder = await chosenFolder();
  const { launch } = server;
  if (folder === undefined) return;
  if (!vscode.workspace.isTrusted) {
    await askForTrust();
    return;
  }
  if (launch === undefined) {
    await server.running(); // nothing was found that could run, and this says so
    return;
  }
  try {
    const args = [...launch.args.slice(0, -1), "init"];
    const done = await promisify(execFile)(launch.command, args, { cwd: folder.uri.fsPath, windowsHide: true });
    server.channels.output.info(done.stdout.trim());
    const page = vscode.Uri.joinPath(folder.uri, "security", "standard.md");
    await vscode.window.showTextDocument(page);
  } catch (error) {
    server.channels.output.error(String(error));
    void vscode.window.showErrorMessage(`security/ could not be set up: ${lastLine(error)}`);
  }
}

async function askForTrust(): Promise<void> {
  const text = "No program is run in a workspace that you have not trusted, so security/ was not set up.";
  const pressed = await vscode.window.showInformationMessage(text, TRUST);
  if (pressed === TRUST) await vscode.commands.executeCommand("workbench.trust.manage");
}

async function chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}

function lastLine(error: unknown): string {
  const said = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr) : "";
  return said.trim().split("\n").at(-1) || String(error);
}
