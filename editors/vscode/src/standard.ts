/** The standard from the palette: a rule's page, and what other tools report of it, too. */

import * as vscode from "vscode";
import { headOf, isInstalled, nearest, readable, type Rule } from "./logic/rulePage";
import type { Server } from "./server";

/** The scheme of rules' pages without what the machine needs of them. */
const SCHEME = "aseptic-rule";

/** Tells the text of a rule's page; its address bears the rule, or as a finding's link the path of its file. */
const rulePages: vscode.TextDocumentContentProvider = {
  async provideTextDocumentContent({ path, query }) {
    const rule = query.startsWith("{") ? (JSON.parse(query) as Rule) : undefined;
    const file = rule === undefined ? vscode.Uri.file(query) : vscode.Uri.parse(rule.page);
    const markdown = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    return readable(markdown, rule ?? headOf(markdown, path.replace(/^\/|\.md$/g, "")));
  },
};

/** Have the link of each finding open its rule's page to be read, where it came with the server; others stay. */
export function linked(diagnostics: readonly vscode.Diagnostic[]): void {
  for (const { code } of diagnostics) {
    if (typeof code !== "object" || code.target.scheme !== "file" || code.target.authority !== "") continue;
    const [id, { path }] = [String(code.value), code.target];
    if (isInstalled(path, id)) code.target = vscode.Uri.from({ scheme: SCHEME, path: `/${id}.md`, query: path });
  }
}

export function registerRulePages(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, rulePages);
}

/** Let a rule be picked by id or words, and show its page: the rendered book's, or the Markdown that states it. */
export async function openRule(server: Server): Promise<void> {
  const client = await server.running();
  if (client === undefined) return;
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  const said = await client.sendRequest<{ rules: Rule[] }>("aseptic/rules", uri === undefined ? {} : { uri });
  const [here, others] = nearest(said.rules, foundInFront());
  const picked = await vscode.window.showQuickPick(
    here.length > 0
      ? [headed("found in this file"), ...here.map(item), headed("all others"), ...others.map(item)]
      : others.map(item),
    { title: "Open the standard at a rule", placeHolder: "An id, or words of its title", matchOnDescription: true },
  );
  if (picked?.rule === undefined) return;
  const { id, href } = picked.rule;
  if (href.startsWith("https:")) await vscode.env.openExternal(vscode.Uri.parse(href));
  else {
    const page = vscode.Uri.from({ scheme: SCHEME, path: `/${id}.md`, query: JSON.stringify(picked.rule) });
    // An editor of its own: the one preview that follows whatever Markdown is in front would turn into a record's.
    const kept = { preview: false };
    await vscode.commands.executeCommand("vscode.openWith", page, "vscode.markdown.preview.editor", kept);
  }
}

type Item = vscode.QuickPickItem & { readonly rule?: Rule };

function item(rule: Rule): Item {
  return { label: rule.id, description: rule.title, detail: `${rule.category}, ${rule.severity}`, rule };
}

function headed(label: string): Item {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The rules of which findings are shown in the active file. */
function foundInFront(): Set<string> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const shown = uri === undefined ? [] : vscode.languages.getDiagnostics(uri);
  return new Set(shown.map(({ code }) => String(typeof code === "object" ? code.value : code)));
}

/** Have the server offer an edit of the settings of Ruff or bandit; it is shown before it holds. */
export async function turnOverlapOff(server: Server): Promise<void> {
  if ((await server.running()) === undefined) return;
  const items = [
    { label: "Ruff's S rules", description: "ignore S in [tool.ruff.lint]", tool: "ruff" },
    { label: "bandit's tests", description: "skips in [tool.bandit]", tool: "bandit" },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: "Aseptic reports these, too. Turn off which?" });
  if (picked === undefined) return;
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  await vscode.commands.executeCommand("aseptic.turnOverlapOff", uri, picked.tool);
}
