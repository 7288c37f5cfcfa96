/** The server's process: what it says on stderr, how it ends, and whether it is a server at all. It knows no editor. */

import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { Tail, type End } from "./logic/crashes";
import { ending, speaks } from "./logic/strangers";

/** Milliseconds after which a program that never answered is none of ours; a server of ours takes one or two seconds. */
const PATIENCE = 20_000;
/** Milliseconds that a process may still take to end after its pipes did. */
const LINGERING = 1000;

export class ServerProcess {
  private readonly tail = new Tail();
  private readonly exited: Promise<void>;
  private doubting: NodeJS.Timeout | undefined;
  private how = "";
  /** What it did that shows that it is no server, as "it …"; empty where nothing does. */
  odd = "";
  /** It ended by itself, and somebody takes care of it. */
  over = false;

  private constructor(readonly child: ChildProcessWithoutNullStreams) {
    child.stderr.on("data", (piece: Buffer) => {
      this.tail.push(piece.toString("utf8"));
    });
    child.stdin.on("error", () => undefined); // nobody reads any more: its end tells more
    this.exited = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.how = ending(code, signal);
        resolve();
      });
    });
  }

  /** Start it; fails where there is no such program. */
  static start(command: string, args: readonly string[], cwd: string): Promise<ServerProcess> {
    const child = spawn(command, args, { cwd, windowsHide: true });
    const made = new ServerProcess(child);
    return new Promise((resolve, reject) => {
      child.once("spawn", () => {
        resolve(made);
      });
      child.once("error", reject);
    });
  }

  /** Doubt it until it is trusted: one that is no server is ended, and `odd` says why. */
  doubt(patience = PATIENCE): void {
    let head = "";
    this.doubting = setTimeout(() => {
      this.refuse(`it has not answered for ${patience / 1000} seconds`);
    }, patience);
    const look = (piece: Buffer): void => {
      head += piece.toString("latin1");
      if (!speaks(head)) this.refuse("it writes what is no message to an editor");
      if (head.length >= 8 || this.odd !== "") this.child.stdout.off("data", look);
    };
    this.child.stdout.on("data", look);
    void this.exited.then(() => {
      if (this.doubting !== undefined) this.odd ||= `it ended ${this.how} before it answered${this.quoted}`;
      this.trust();
    });
  }

  /** It answered as ours does. */
  trust(): void {
    clearTimeout(this.doubting);
    this.doubting = undefined;
  }

  kill(): void {
    this.child.kill();
  }

  /** Wait until it ended, as far as that is to be waited for, and tell of its end. */
  async end(): Promise<End> {
    await Promise.race([this.exited, new Promise((resolve) => setTimeout(resolve, LINGERING))]);
    return { at: new Date(), how: this.how, last: this.tail.last };
  }

  private get quoted(): string {
    const last = this.tail.last.at(-1)?.trim() ?? "";
    return last === "" ? "" : ` (${last})`;
  }

  private refuse(odd: string): void {
    this.odd ||= odd;
    this.child.kill("SIGKILL"); // what is no server need not know the polite signals
  }
}
