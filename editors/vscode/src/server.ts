/** The server as the extension sees it: started, watched, started again, stopped. */

import { existsSync } from "node:fs";
import { homedir } from "node:os";
import * as vscode from "vscode";
import { CloseAction, ErrorAction, State as ClientState, type LanguageClient } from "vscode-languageclient/node";
import type { Channels } from "./channels";
import { makeClient } from "./client";
import { firstFolder, located } from "./locating";
import { Crashes, obituary, type End } from "./logic/crashes";
import { isImpossible, unstarted, type Launch, type Naming } from "./logic/launch";
import { notRunning, versionMismatch, type Phase, type State, type Told } from "./logic/status";
import { foreign, stranger } from "./logic/strangers";
import type { PythonExtension } from "./pythonExtension";
import { ServerProcess } from "./serverProcess";

const RESTART = "Restart";
const OUTPUT = "Show Output";
const SETTINGS = "Open Settings";
/** How many ends a report of a fault tells of. */
const REMEMBERED = 4;

export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<State>();
  private readonly listed = new vscode.EventEmitter<undefined>();
  private readonly crashes = new Crashes();
  private current: State;
  private turn: Promise<void> = Promise.resolve();
  private process: ServerProcess | undefined;
  /** An end of the server is wanted and no crash. */
  private ending = false;
  /** The setting that keeps the server from running; empty where it is none. */
  private wrong: Naming | "" = "";
  client: LanguageClient | undefined;
  launch: Launch | undefined;
  /** The Pythons that were passed over when it was last started, a line each. */
  passed: readonly string[] = [];
  /** How it ended by itself, the last time last. */
  ends: readonly End[] = [];
  /** Something of what is shown changed. */
  readonly onDidChange = this.changed.event;
  /** The deviations may have changed. */
  readonly onDidChangeDeviations = this.listed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly channels: Channels,
    private readonly python: PythonExtension,
  ) {
    const extension = (context.extension.packageJSON as { version: string }).version;
    this.current = { phase: "stopped", why: "", warning: "", origin: "", server: "", extension, told: {} };
  }

  get state(): State {
    return this.current;
  }

  /** Start the server; what is asked for meanwhile waits its turn. */
  start(): Promise<void> {
    return this.inTurn(() => this.begin());
  }

  async stop(): Promise<void> {
    await this.inTurn(() => this.end());
  }

  /** Wait until what was begun is done. */
  settled(): Promise<void> {
    return this.turn;
  }

  /** Return the client once what was begun is done; where the server does not run, say so with a button, and nothing. */
  async running(): Promise<LanguageClient | undefined> {
    await this.turn;
    if (this.client !== undefined && this.current.phase === "running") return this.client;
    void this.offer(notRunning(this.current.why));
    return undefined;
  }

  /** Stop and start by hand, or because what is started may be another now. */
  restart(): Promise<void> {
    this.ending = true;
    if (this.current.phase === "starting") this.process?.kill(); // it may never answer
    return this.inTurn(async () => {
      this.crashes.forget();
      await this.replace();
    });
  }

  /** Another environment was chosen: another server, or only other libraries to look types up in. */
  async environmentChanged(): Promise<void> {
    const found = await located(this.context, this.python);
    if (!isImpossible(found) && found.origin !== this.launch?.origin) {
      await this.restart();
      return;
    }
    await this.client?.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  dispose(): void {
    this.changed.dispose();
    this.listed.dispose();
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(work, work);
    return this.turn;
  }

  private async begin(): Promise<void> {
    this.wrong = "";
    this.show({ phase: "starting", why: "", server: "", told: {} });
    const found = await located(this.context, this.python);
    this.passed = found.passed;
    if (isImpossible(found)) {
      this.channels.output.error([found.fault, ...found.passed].join("\n  "));
      this.show({ phase: "impossible", why: found.fault });
      this.wrong = "aseptic.interpreter";
      void this.offer(found.fault);
      return;
    }
    this.launch = found;
    this.channels.output.info(`Starting ${found.origin}`);
    if (found.warning !== "") this.channels.output.warn(found.warning);
    this.show({ origin: found.origin, warning: found.warning });
    await this.run(found);
  }

  /** Begin with a client that knows nothing of the one whose server ended. */
  private async replace(): Promise<void> {
    await this.end();
    await this.begin();
  }

  private async run(found: Launch): Promise<void> {
    const folder = firstFolder()?.uri.fsPath ?? "";
    const cwd = existsSync(folder) ? folder : homedir(); // one that is gone would look like a missing program
    const begun = await ServerProcess.start(found.command, found.args, cwd).catch((error: unknown) =>
      unstarted(found, error),
    );
    if (typeof begun === "string") {
      this.gone(begun, found.setting);
      return;
    }
    this.process = begun;
    if (found.setting === "aseptic.path") begun.doubt();
    const client = makeClient(
      this,
      async (folder) => (await this.python.chosen(folder ?? firstFolder()?.uri))?.folder ?? "",
      () => Promise.resolve(begun.child),
    );
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (this.client === client) this.follow(client, newState);
    });
    const failed = await client.start().then(() => "", String);
    if (failed !== "") await this.unbegun(begun, found, failed);
    else if (!this.ending) await this.refuse(found, foreign(client.initializeResult?.serverInfo?.name));
  }

  /** Tell why the first request failed: the server ended, or answers as none of ours does. */
  private async unbegun(begun: ServerProcess, found: Launch, failed: string): Promise<void> {
    this.channels.output.error(failed);
    const { how } = await begun.end();
    if (this.ending) return;
    if (how !== "") await this.mourn(begun);
    else if (!begun.over) await this.refuse(found, `it refuses to begin (${failed})`);
  }

  /** Let go of what was started and is odd: it would be no server of ours the next time, either. */
  private async refuse(found: Launch, odd: string): Promise<void> {
    if (odd === "") return;
    await this.end();
    this.gone(stranger(found, odd), found.setting);
  }

  private async end(): Promise<void> {
    const { client, process } = this;
    this.client = this.process = undefined; // an end that comes later is none to mourn
    this.ending = true;
    this.show({ phase: "stopped", why: "it was stopped", told: {} });
    await client?.dispose().catch((error: unknown) => {
      this.channels.output.warn(String(error));
    });
    process?.kill();
    this.ending = false;
  }

  private follow(client: LanguageClient, state: ClientState): void {
    if (state === ClientState.Starting) this.show({ phase: "starting", told: {} });
    const info = client.initializeResult?.serverInfo;
    if (state !== ClientState.Running || foreign(info?.name) !== "") return;
    this.process?.trust();
    this.show({ phase: "running", why: "", server: info?.version ?? "" });
    const mismatch = versionMismatch(this.current.server, this.current.extension);
    if (mismatch !== "") this.channels.output.warn(mismatch);
    this.listed.fire(undefined);
  }

  /** What the client does when the connection breaks. */
  readonly errors = {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: async () => {
      const { process } = this;
      if (!this.ending && process !== undefined) await this.mourn(process);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };

  /** Tell of a server that ended by itself, or start another; once. */
  private async mourn(process: ServerProcess): Promise<void> {
    if (process.over) return;
    process.over = true;
    const end = await process.end();
    this.ends = [...this.ends, end].slice(-REMEMBERED);
    if (this.process !== process || this.ending) return; // somebody had it replaced meanwhile
    if (process.odd !== "" && this.launch !== undefined) {
      this.gone(stranger(this.launch, process.odd), this.launch.setting);
      return;
    }
    const again = this.crashes.again();
    const said = obituary(this.crashes.count, end);
    this.channels.output.error([said, ...end.last].join("\n  "));
    if (again) void this.inTurn(() => this.replace());
    else this.gone(said);
  }

  /** Take what the server tells of itself. */
  readonly told = (told: Told): void => {
    this.show({ told: { ...this.current.told, ...told } });
  };

  /** Take that the deviations may have changed. */
  readonly deviationsChanged = (): void => {
    this.listed.fire(undefined);
  };

  /** Say why there is no server; where a setting is to blame, `wrong` is the one to open. */
  private gone(why: string, wrong: Naming | "" = ""): void {
    this.wrong = wrong;
    this.channels.output.error(why);
    this.show({ phase: "stopped", why, told: {} });
    void this.offer(why);
  }

  private async offer(text: string): Promise<void> {
    const { wrong } = this;
    const buttons = wrong === "" ? [RESTART, OUTPUT] : [SETTINGS, RESTART];
    const pressed = await vscode.window.showErrorMessage(text, ...buttons);
    if (pressed === RESTART) await this.restart();
    if (pressed === OUTPUT) this.channels.output.show();
    if (pressed === SETTINGS) await vscode.commands.executeCommand("workbench.action.openSettings", wrong);
  }

  private show(part: Partial<State> & { phase?: Phase }): void {
    this.current = { ...this.current, ...part };
    void vscode.commands.executeCommand("setContext", "aseptic.phase", this.current.phase);
    this.changed.fire(this.current);
  }
}
