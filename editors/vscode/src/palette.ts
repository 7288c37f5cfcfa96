/** Deviations and silencing comments from the command palette: the server's own actions, found and run. */

import * as vscode from "vscode";
import { CodeActionRequest, CodeActionTriggerKind, type CodeAction, type Command } from "vscode-languageclient/node";
import { RECORDING, scopeOf } from "./logic/asking";
import { askWhy } from "./recording";
import type { Server } from "./server";

/** Record a deviation for a finding that the cursor touches; of several the person picks one. */
export async function recordAtCursor(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const found = await offered(server, editor.document, editor.selection, RECORDING);
  if (found === undefined) return;
  if (found.length === 0) {
    void vscode.window.showInformationMessage(
      "No finding at the cursor can have a deviation; put it on an underlined part, outside what is recorded already.",
    );
    return;
  }
  const items = found.map((command) => ({ label: command.title, command }));
  const one = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: "From which rule?" });
  if (one) await vscode.commands.executeCommand(one.command.command, ...given(one.command));
}

/** Turn silencing comments of the open file into records, under one kind and reason. */
export async function turnSilencers(server: Server): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  const { document } = editor;
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  const found = await offered(server, document, whole, new Set(["aseptic.turnSilencer"]));
  if (found === undefined) return;
  if (found.length === 0) {
    void vscode.window.showInformationMessage("No comment in this file silences a finding that could be recorded.");
    return;
  }
  const items = found.map((command) => ({
    label: command.title.replace(/…$/, ""),
    description: scopeOf(given(command)[1]),
    picked: true,
    command,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: "Turn which comments into records?",
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (!picked?.length) return;
  const answer = await askWhy("", true);
  if (answer === undefined) return;
  for (const { command } of picked) {
    await vscode.commands.executeCommand(command.command, ...given(command), answer);
  }
}

/** The server's commands of some names at a place; undefined where no server runs, which is said. */
async function offered(
  server: Server,
  document: vscode.TextDocument,
  range: vscode.Range,
  wanted: ReadonlySet<string>,
): Promise<Command[] | undefined> {
  const client = await server.running();
  if (client === undefined) return undefined;
  const said = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: client.code2ProtocolConverter.asRange(range),
    context: { diagnostics: [], triggerKind: CodeActionTriggerKind.Invoked },
  });
  const commands = (said ?? []).map((each) => (isAction(each) ? each.command : each));
  const distinct = new Map<string, Command>();
  for (const command of commands) {
    if (command && wanted.has(command.command)) distinct.set(JSON.stringify(command.arguments), command);
  }
  return [...distinct.values()];
}

function isAction(each: CodeAction | Command): each is CodeAction {
  return typeof each.command !== "string";
}

function given(command: Command): unknown[] {
  return command.arguments ?? [];
}
