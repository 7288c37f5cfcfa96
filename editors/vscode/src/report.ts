/** One text for a report of a fault: what the server says of itself, and what the extension adds. */

import * as vscode from "vscode";
import { ExecuteCommandRequest } from "vscode-languageclient/node";
import type { Server } from "./server";

export async function printDebug(server: Server): Promise<void> {
  const { state } = server;
  const lines = [
    `extension    ${state.extension} in ${vscode.env.appName} ${vscode.version} (${vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop"}${vscode.env.remoteName === undefined ? "" : `, ${vscode.env.remoteName}`})`,
    `server       ${state.phase}${state.why === "" ? "" : `: ${state.why}`}`,
    `started      ${state.origin === "" ? "nothing" : state.origin}`,
    `workspace    ${vscode.workspace.isTrusted ? "trusted" : "not trusted"}, ${vscode.workspace.workspaceFolders?.length ?? 0} folders`,
  ];
  const content = `${lines.join("\n")}\n${await fromServer(server)}`;
  const document = await vscode.workspace.openTextDocument({ language: "plaintext", content });
  await vscode.window.showTextDocument(document);
}

async function fromServer(server: Server): Promise<string> {
  const { client } = server;
  if (client === undefined || server.state.phase !== "running") return "";
  try {
    return String(await client.sendRequest(ExecuteCommandRequest.type, { command: "aseptic.debug", arguments: [] }));
  } catch (error) {
    return `server says  ${String(error)}\n`;
  }
}
