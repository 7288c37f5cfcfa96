/** From the settings and this machine to what is started. */

import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { launch, type Impossible, type Launch, type Strategy } from "./logic/launch";
import { expanded, ofFolder, onPath, type Machine, type Program } from "./logic/programs";
import { chosen } from "./logic/python";
import type { PythonExtension } from "./pythonExtension";

const PATIENCE = 20_000;

/** The folder whose settings decide: the first. One server serves all folders. */
export function firstFolder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.[0];
}

export async function located(context: vscode.ExtensionContext, python: PythonExtension): Promise<Launch | Impossible> {
  const folder = firstFolder();
  const settings = vscode.workspace.getConfiguration("aseptic", folder?.uri ?? null);
  const filled = (name: string): string => expanded(settings.get(name, ""), homedir(), folder?.uri.fsPath);
  const wanted = {
    path: filled("path"),
    interpreter: filled("interpreter"),
    strategy: settings.get<Strategy>("importStrategy", "useBundled"),
    bundled: context.asAbsolutePath("bundled/start.py"),
  };
  return launch(wanted, async () => chosen(await programs(wanted.interpreter, folder, python), ask), ask);
}

async function programs(
  interpreter: string,
  folder: vscode.WorkspaceFolder | undefined,
  python: PythonExtension,
): Promise<Program[]> {
  if (interpreter !== "") return [{ command: interpreter, args: [], origin: "aseptic.interpreter" }];
  const machine: Machine = { platform: process.platform, path: process.env["PATH"] ?? "", isFile };
  const active = await python.chosen(folder?.uri);
  const own = folder !== undefined && vscode.workspace.isTrusted ? ofFolder(folder.uri.fsPath, machine) : [];
  const told = active ? [{ command: active.program, args: [], origin: "the Python extension" }] : [];
  return [...told, ...own, ...onPath(machine)];
}

/** Start a program away from the workspace, and return what it prints. */
function ask(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd: homedir(), timeout: PATIENCE, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout : undefined);
    });
  });
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
