/** The language client: which documents it is about, and where a person is asked before the server acts. */

import type { ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import {
  LanguageClient,
  RevealOutputChannelOn,
  type ConfigurationParams,
  type LanguageClientOptions,
  type Middleware,
} from "vscode-languageclient/node";
import { unrepeated } from "./logic/hover";
import { beforeCommand, learn } from "./recording";
import type { Server } from "./server";
import { linked } from "./standard";
import type { Told } from "./logic/status";

/** Tells nothing by itself: what ended or failed is told once, by `Server`, with a button. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Says which environment the Python extension has chosen for a folder; without one, for the first. */
export type Environment = (folder: vscode.Uri | undefined) => Promise<string>;

/** Python, notebooks, and what a project writes for Aseptic. Records in another folder the server asks for itself. */
export const SELECTOR = [
  { scheme: "file", language: "python" },
  { scheme: "untitled", language: "python" },
  { notebook: "*", language: "python" },
  { scheme: "file", pattern: "**/pyproject.toml" },
  { scheme: "file", pattern: "**/security/**/*.md" },
];

export function makeClient(
  server: Server,
  environment: Environment,
  start: () => Promise<ChildProcess>,
): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    diagnosticCollectionName: "aseptic",
    outputChannel: server.channels.output,
    traceOutputChannel: server.channels.trace,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    errorHandler: server.errors,
    initializationOptions: { extension: server.state.extension },
    initializationFailedHandler: () => false,
    middleware: middleware(environment),
  };
  const client = new QuietClient("aseptic", "Aseptic", start, options);
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = {
        ...(capabilities.experimental as object | undefined),
        asepticStatus: true,
        asepticDeviations: true,
      };
      // An edit that is to be confirmed opens the refactor preview with each of its parts unticked, the import apart
      // from the call: "Apply" then changes nothing (tried in 1.139), and ticking some of them breaks the code. A quick
      // fix was chosen by its title, which says "needs review"; it lies before one's eyes, and one undo takes it back.
      // Who wants to see it first presses Ctrl+Enter in the menu: there the preview comes with everything ticked.
      delete capabilities.workspace?.workspaceEdit?.changeAnnotationSupport;
    },
    initialize: (capabilities) => {
      learn(capabilities.experimental);
    },
    getState: () => ({ kind: "static" }),
    clear: () => undefined,
  });
  client.onNotification("aseptic/status", (told: Told) => {
    server.told(told);
  });
  client.onNotification("aseptic/deviationsChanged", server.deviationsChanged);
  return client;
}

function middleware(environment: Environment): Middleware {
  return {
    executeCommand: async (command, args, next) => {
      const run = async (given: unknown[]): Promise<unknown> => (await next(command, given)) as unknown;
      const given = await beforeCommand(command, args, run);
      return given === undefined ? undefined : run(given);
    },
    handleDiagnostics: (uri, diagnostics, next) => {
      linked(diagnostics);
      next(uri, diagnostics);
    },
    provideHover: async (document, position, token, next) => {
      const said = await next(document, position, token);
      const shown = vscode.languages.getDiagnostics(document.uri).filter((each) => each.range.contains(position));
      const messages = shown.map((each) => each.message);
      for (const each of said?.contents ?? []) {
        if (each instanceof vscode.MarkdownString) each.value = unrepeated(each.value, messages);
      }
      return said;
    },
    workspace: {
      configuration: async (params: ConfigurationParams, token, next) => {
        const told: unknown = await next(params, token);
        const sections: unknown[] = Array.isArray(told) ? told : [];
        const own = params.items.map(async ({ scopeUri }, at) => {
          const folder = scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri);
          return withEnvironment(sections[at], await environment(folder));
        });
        return (await Promise.all(own)) as object[];
      },
    },
  };
}

/** Settings with the Python extension's environment where none is set. */
function withEnvironment(section: unknown, environment: string): object | null {
  if (typeof section !== "object" || section === null) return null;
  const own = "environment" in section && section.environment !== "" ? section.environment : environment;
  return { ...section, environment: vscode.workspace.isTrusted ? own : "" };
}
