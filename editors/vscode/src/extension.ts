/** The extension's beginning and end. */

import * as vscode from "vscode";
import { registerCommands } from "./commands";
import { Channels } from "./channels";
import { DeviationsView } from "./deviationsView";
import { PythonExtension } from "./pythonExtension";
import { Server } from "./server";
import { registerRulePages } from "./standard";
import { StatusItems } from "./statusItems";

const LAUNCHING = ["aseptic.path", "aseptic.interpreter", "aseptic.importStrategy"];
let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const channels = new Channels();
  const python = new PythonExtension();
  const made = new Server(context, channels, python);
  server = made;
  const view = new DeviationsView(made);
  context.subscriptions.push(channels, python, made, view, new StatusItems(made), ...registerCommands(made, view));
  context.subscriptions.push(registerRulePages());
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (LAUNCHING.some((setting) => event.affectsConfiguration(setting))) void made.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void made.restart()),
    python.onDidChange(() => void made.environmentChanged()),
  );
  void made.start(); // what asks for the server waits for it
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
