/** One text for a report of a fault: what the extension knows, and what the server says of itself. */

import { homedir } from "node:os";
import * as vscode from "vscode";
import { ExecuteCommandRequest } from "vscode-languageclient/node";
import manifest from "../package.json";
import { homeless, reported, type Setting } from "./logic/reporting";
import type { Server } from "./server";

export async function printDebug(server: Server): Promise<void> {
  const { env, workspace } = vscode;
  const remote = env.remoteName === undefined ? "" : `, ${env.remoteName}`;
  const { state, launch, passed, ends } = server;
  const own = reported({
    editor: `${env.appName} ${vscode.version} (${env.uiKind === vscode.UIKind.Web ? "web" : "desktop"}${remote})`,
    trusted: workspace.isTrusted,
    folders: workspace.workspaceFolders?.length ?? 0,
    settings: settings(),
    state,
    launch,
    passed,
    ends,
  });
  const content = homeless(`${own}${await fromServer(server)}`, homedir());
  const document = await workspace.openTextDocument({ language: "plaintext", content });
  await vscode.window.showTextDocument(document);
}

/** Those of our settings that somebody set, with their values, of the user, of the workspace and of each folder. */
function settings(): Setting[] {
  const names = Object.keys(manifest.contributes.configuration.properties);
  const everywhere = vscode.workspace.getConfiguration();
  const folders = vscode.workspace.workspaceFolders ?? [];
  return names.flatMap((name) => {
    const found = everywhere.inspect(name);
    const ofFolders = folders.map(({ uri, name: folder }) => {
      const own = vscode.workspace.getConfiguration(undefined, uri).inspect(name)?.workspaceFolderValue;
      return { name, value: own, place: `folder ${folder}` };
    });
    const places: Setting[] = [
      { name, value: found?.globalValue, place: "user" },
      { name, value: found?.workspaceValue, place: "workspace" },
      ...ofFolders,
    ];
    return places.filter(({ value }) => value !== undefined);
  });
}

async function fromServer(server: Server): Promise<string> {
  const { client } = server;
  if (client === undefined || server.state.phase !== "running") return "";
  try {
    return String(await client.sendRequest(ExecuteCommandRequest.type, { command: "aseptic.debug", arguments: [] }));
  } catch (error) {
    return `server says  ${String(error)}\n`;
  }
}
