/** *Check the Whole Workspace*: seen to be under way from the click on, and told with its count at the end. */

import * as vscode from "vscode";
import { inWords, isChecked } from "./logic/checking";
import type { Server } from "./server";

const PROBLEMS = "Show Problems";

/** The server tells how far it is in a progress of its own, which can be stopped, as soon as it scans. */
export async function checkWorkspace(server: Server): Promise<void> {
  const shown = { location: vscode.ProgressLocation.Window, title: "Aseptic: checking the workspace" };
  const answer = await vscode.window.withProgress(shown, async (): Promise<unknown> => {
    if ((await server.running()) === undefined) return undefined;
    // Without a folder that of the file is checked.
    const here = vscode.window.activeTextEditor?.document.uri.toString();
    return vscode.commands.executeCommand("aseptic.checkWorkspace", here);
  });
  if (!isChecked(answer)) return;
  const buttons = answer.findings > 0 ? [PROBLEMS] : [];
  const pressed = await vscode.window.showInformationMessage(`Aseptic: ${inWords(answer)}`, ...buttons);
  if (pressed === PROBLEMS) await vscode.commands.executeCommand("workbench.actions.view.problems");
}
