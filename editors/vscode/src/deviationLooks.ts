/** A deviation's icon and what hovers over it. */

import * as vscode from "vscode";
import { hovering, type Deviation } from "./logic/deviations";

const ICONS: Readonly<Record<string, readonly [string, string?]>> = {
  cannot_be_read: ["error", "list.errorForeground"],
  approved: ["pass", "testing.iconPassed"],
  expiring: ["watch", "list.warningForeground"],
  proposed: ["git-pull-request", "charts.blue"],
  rejected: ["circle-slash", "list.errorForeground"],
  withdrawn: ["circle-slash"],
  unused: ["circle-outline"],
  not_seen: ["question"],
};

export function iconOf(state: string): vscode.ThemeIcon {
  const [name, color] = ICONS[state] ?? ["warning", "list.warningForeground"];
  return color === undefined ? new vscode.ThemeIcon(name) : new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}

export function tooltipOf(each: Deviation): vscode.MarkdownString {
  const [head, lines] = hovering(each);
  const text = new vscode.MarkdownString();
  text.appendMarkdown(`**${each.id}** `);
  text.appendText(head);
  for (const line of lines) {
    text.appendMarkdown("\n\n");
    text.appendText(line);
  }
  return text;
}
