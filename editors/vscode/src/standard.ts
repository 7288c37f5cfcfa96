/** The standard from the palette: a rule's page, and what other tools report of it, too. */

import * as vscode from "vscode";
import type { Server } from "./server";

/** A rule as `aseptic/rules` tells it. */
interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly category: string;
  readonly page: string;
}

/** Let a rule be picked by id or words, and show its page: the rendered book's, or the Markdown that states it. */
export async function openRule(server: Server): Promise<void> {
  const { client } = server;
  if (client === undefined) return;
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  const said = await client.sendRequest<{ rules: Rule[] }>("aseptic/rules", uri === undefined ? {} : { uri });
  const items = said.rules.map((rule) => ({
    label: rule.id,
    description: rule.title,
    detail: `${rule.category}, ${rule.severity}`,
    rule,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: "Open the standard at a rule",
    placeHolder: "An id, or words of its title",
    matchOnDescription: true,
  });
  if (picked === undefined) return;
  const page = vscode.Uri.parse(picked.rule.page);
  if (page.path.endsWith(".md")) await vscode.commands.executeCommand("markdown.showPreview", page);
  else await vscode.env.openExternal(page);
}

export async function turnOverlapOff(server: Server): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  const offered = server.client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
  if (!offered.includes("aseptic.turnOverlapOff")) {
    void vscode.window.showInformationMessage("This server does not know how to turn off another tool's rules.");
    return;
  }
  await vscode.commands.executeCommand("aseptic.turnOverlapOff", ...(uri === undefined ? [] : [uri]));
}
