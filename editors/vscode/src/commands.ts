/** What the command palette offers. */

import * as vscode from "vscode";
import { checkWorkspace } from "./checkingWorkspace";
import { DeviationsView, openCode, openRecord } from "./deviationsView";
import type { Deviation } from "./logic/deviations";
import { SAMPLE } from "./logic/sample";
import { recordAtCursor, turnSilencers } from "./palette";
import { printDebug } from "./report";
import type { Server } from "./server";
import { setUp } from "./settingUp";
import { openRule, turnOverlapOff } from "./standard";

export function registerCommands(server: Server, view: DeviationsView): vscode.Disposable[] {
  const commands: Record<string, (...args: never[]) => unknown> = {
    "aseptic.deviate": () => recordAtCursor(server),
    "aseptic.silencers": () => turnSilencers(server),
    "aseptic.openRule": () => openRule(server),
    "aseptic.overlap": () => turnOverlapOff(server),
    "aseptic.check": () => checkWorkspace(server),
    "aseptic.setUp": () => setUp(server),
    "aseptic.trySample": trySample,
    "aseptic.restart": () => server.restart(),
    "aseptic.showOutput": () => {
      server.channels.output.show();
    },
    "aseptic.printDebug": () => printDebug(server),
    "aseptic.deviations.refresh": () => view.refresh(),
    "aseptic.deviations.group": () => view.group(),
    "aseptic.deviations.filter": () => view.filter(),
    "aseptic.deviations.filtered": () => view.filter(),
    "aseptic.deviations.openCode": (node: Deviation) => openCode(node),
    "aseptic.deviations.openRecord": (node: Deviation) => openRecord(node),
  };
  return Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

async function trySample(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: "python", content: SAMPLE });
  await vscode.window.showTextDocument(document);
}
