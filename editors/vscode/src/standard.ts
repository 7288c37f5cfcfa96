/** The standard from the palette: a rule's page, and what other tools report of it, too. */

import * as vscode from "vscode";
import type { Server } from "./server";

/** A rule as `aseptic/rules` tells it. */
interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly category: string;
  /** The Markdown that states it. */
  readonly page: string;
  /** The rendered book's page where the project has a book, else the same. */
  readonly href: string;
}

/** Let a rule be picked by id or words, and show its page: the rendered book's, or the Markdown that states it. */
export async function openRule(server: Server): Promise<void> {
  await server.settled();
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
  const { page, href } = picked.rule;
  if (href.startsWith("https:")) await vscode.env.openExternal(vscode.Uri.parse(href));
  else await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.parse(page));
}

/** Have the server offer an edit of the settings of Ruff or bandit; it is shown before it holds. */
export async function turnOverlapOff(server: Server): Promise<void> {
  await server.settled();
  if (server.state.phase !== "running") return;
  const items = [
    { label: "Ruff's S rules", description: "ignore S in [tool.ruff.lint]", tool: "ruff" },
    { label: "bandit's tests", description: "skips in [tool.bandit]", tool: "bandit" },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: "Aseptic reports these, too. Turn off which?" });
  if (picked === undefined) return;
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  await vscode.commands.executeCommand("aseptic.turnOverlapOff", uri, picked.tool);
}
