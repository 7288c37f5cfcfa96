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
  private readonly listening: vscode.Disposable;

  constructor(server: Server) {
    this.standard.command = { command: "aseptic.openRule", title: "Open a Rule" };
    this.listening = server.onDidChange(() => {
      this.show(server);
    });
    this.show(server);
  }

  private show(server: Server): void {
    const { state } = server;
    put(this.server, serverLine(state));
    put(this.standard, standardLine(state.told));
    this.server.command =
      state.phase === "running"
        ? { command: "aseptic.showOutput", title: "Show Output" }
        : { command: "aseptic.restart", title: "Restart" };
  }

  dispose(): void {
    this.listening.dispose();
    this.server.dispose();
    this.standard.dispose();
  }
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
