/** Two lines in the language menu of the status bar: the server, and the standard that holds. */

import * as vscode from "vscode";
import { SELECTOR } from "./client";
import { serverLine, standardLine, type Shown } from "./logic/status";
import type { Server } from "./server";

const GRAVITY = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

export class StatusItems implements vscode.Disposable {
  private readonly server = made("aseptic.server", "Aseptic: Server");
  private readonly standard = made("aseptic.standard", "Aseptic: Standard");
  private readonly listening: vscode.Disposable[];

  constructor(server: Server) {
    this.standard.command = { command: "aseptic.openRule", title: "Open a Rule" };
    const show = (): void => {
      this.show(server);
    };
    this.listening = [server.onDidChange(show), vscode.window.onDidChangeActiveTextEditor(show)];
    show();
  }

  private show(server: Server): void {
    const { state } = server;
    const projects = (state.told.projects ?? []).map((each) => ({ ...each, root: spelled(each.root) }));
    put(this.server, serverLine(state));
    put(this.standard, standardLine({ ...state.told, projects }, activeFile()));
    const records = projects.map((each) => ({ scheme: "file", pattern: `**/${each.records}/**/*.md` }));
    this.server.selector = this.standard.selector = [...SELECTOR, ...records];
    this.server.command =
      state.phase === "running"
        ? { command: "aseptic.showOutput", title: "Show Output" }
        : { command: "aseptic.restart", title: "Restart" };
  }

  dispose(): void {
    for (const each of this.listening) each.dispose();
    this.server.dispose();
    this.standard.dispose();
  }
}

/** The active file's address; of a notebook's cell the notebook's. */
function activeFile(): string {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.with({ scheme: "file", fragment: "" }).toString() ?? "";
}

/** An address as the editor spells it: another may have left a colon or a space as it is. */
function spelled(address: string): string {
  return vscode.Uri.parse(address).toString();
}

function made(id: string, name: string): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem(id, SELECTOR);
  item.name = name;
  return item;
}

function put(item: vscode.LanguageStatusItem, shown: Shown): void {
  item.text = shown.text;
  item.detail = shown.detail;
  item.busy = shown.busy;
  item.severity = GRAVITY[shown.gravity];
}
