/** The Deviations view: what is recorded, as a tree that is grouped and filtered as its reader likes. */

import * as vscode from "vscode";
import {
  GROUPINGS,
  described,
  grouped,
  passing,
  type Deviation,
  type Group,
  type Grouping,
  type Severity,
} from "./logic/deviations";
import type { Server } from "./server";
import { firstFolder } from "./locating";
import { iconOf, tooltipOf } from "./deviationLooks";

type Node = Group | Deviation;

export class DeviationsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly view: vscode.TreeView<Node>;
  private readonly listening: vscode.Disposable[];
  private found: readonly Deviation[] = [];
  private shown: readonly Deviation[] = [];
  private grouping: Grouping = "state";
  private least: Severity = "low";
  private onlyOpen = false;
  private asked = 0;
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly server: Server) {
    this.view = vscode.window.createTreeView("aseptic.deviations", { treeDataProvider: this, showCollapseAll: true });
    this.listening = [
      server.onDidChangeDeviations(() => void this.refresh()),
      server.onDidChange(({ phase }) => {
        this.say(phase === "starting" && firstFolder() !== undefined ? "The server starts…" : "");
        if (phase !== "running" && this.found.length > 0) this.take([]);
      }),
      vscode.window.tabGroups.onDidChangeTabs(() => {
        if (this.onlyOpen) this.draw();
      }),
    ];
  }

  /** Ask the server again; an answer that came late does not count. */
  async refresh(): Promise<void> {
    const turn = ++this.asked;
    const client = this.server.client;
    if (client === undefined || this.server.state.phase !== "running") return;
    try {
      const said = await client.sendRequest<{ deviations: Deviation[] }>("aseptic/deviations", {});
      if (turn === this.asked) this.take(said.deviations);
    } catch (error) {
      this.server.channels.output.warn(`The deviations could not be listed: ${String(error)}`);
    }
  }

  async group(): Promise<void> {
    const words = { state: "By state, what needs somebody first", rule: "By rule", file: "By file" };
    const items = GROUPINGS.map((id) => ({ label: words[id], picked: id === this.grouping, id }));
    const picked = await vscode.window.showQuickPick(items, { title: "Group the deviations" });
    if (picked === undefined) return;
    this.grouping = picked.id;
    this.draw();
  }

  async filter(): Promise<void> {
    const items = [
      { label: "All severities", least: "low" as const },
      { label: "Medium and high", least: "medium" as const },
      { label: "High only", least: "high" as const },
    ].flatMap((each) => [
      { ...each, open: false },
      { ...each, label: `${each.label}, in open files`, open: true },
    ]);
    const picked = await vscode.window.showQuickPick(items, { title: "Show which deviations?" });
    if (picked === undefined) return;
    [this.least, this.onlyOpen] = [picked.least, picked.open];
    const filtered = this.onlyOpen || this.least !== "low";
    await vscode.commands.executeCommand("setContext", "aseptic.filtered", filtered);
    this.view.description = filtered ? picked.label.toLowerCase() : "";
    this.draw();
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) return grouped(this.shown, this.grouping);
    return "deviations" in node ? [...node.deviations] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if ("deviations" in node) {
      const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded);
      item.id = `${this.grouping}:${node.key}`;
      item.description = node.description;
      return item;
    }
    const item = new vscode.TreeItem(node.id);
    item.id = `${this.grouping}:${node.record}`;
    item.description = described(node, this.grouping);
    item.tooltip = tooltipOf(node);
    item.iconPath = iconOf(node.state);
    item.contextValue = node.code === null ? "deviation" : "deviation.code";
    item.command = { command: "aseptic.deviations.openRecord", title: "Open the Record", arguments: [node] };
    return item;
  }

  dispose(): void {
    for (const each of this.listening) each.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  /** A line above the tree; where there is one, the words for the empty view are not shown. */
  private say(line: string): void {
    (this.view as { message: string | undefined }).message = line === "" ? undefined : line;
  }

  private take(found: readonly Deviation[]): void {
    this.found = found;
    this.draw();
  }

  private draw(): void {
    this.shown = passing(this.found, { least: this.least, open: this.onlyOpen ? openFiles() : undefined });
    this.changed.fire(undefined);
  }
}

export async function openRecord(node: Deviation): Promise<void> {
  await shownAt(node.record, new vscode.Range(node.recordLine, 0, node.recordLine, 0));
}

export async function openCode(node: Deviation): Promise<void> {
  if (node.code === null) return;
  const { start, end } = node.code.range;
  await shownAt(node.code.uri, new vscode.Range(start.line, start.character, end.line, end.character));
}

async function shownAt(address: string, selection: vscode.Range): Promise<void> {
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(address), { selection });
}

function openFiles(): Set<string> {
  const inputs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.input));
  const files = inputs.filter(
    (input) => input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook,
  );
  return new Set(files.map((input) => input.uri.toString()));
}
