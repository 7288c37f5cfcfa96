/** What to do when the server ended by itself, and what it said last. */

const WINDOW = 3 * 60_000;
/** How often within the window the server is started again without asking. */
export const RESTARTS = 3;

/** How the server ended by itself. */
export interface End {
  readonly at: Date;
  /** As words behind "ended"; empty where nobody knows. */
  readonly how: string;
  /** What it said last on stderr. */
  readonly last: readonly string[];
}

/** Counts ends within three minutes. */
export class Crashes {
  private ends: number[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Note an end; say whether the server should be started again without asking. */
  again(): boolean {
    const now = this.now();
    this.ends = [...this.ends.filter((end) => now - end < WINDOW), now];
    return this.ends.length <= RESTARTS;
  }

  get count(): number {
    return this.ends.length;
  }

  /** Begin anew, as after a restart by hand. */
  forget(): void {
    this.ends = [];
  }
}

/** The last lines of a stream that comes in pieces. */
export class Tail {
  private lines: string[] = [];
  private rest = "";

  constructor(private readonly kept = 5) {}

  push(piece: string): void {
    const parts = (this.rest + piece).split(/\r\n|\r|\n/);
    this.rest = parts.pop() ?? "";
    this.lines = [...this.lines, ...parts.filter((line) => line.trim() !== "")].slice(-this.kept);
  }

  get last(): readonly string[] {
    return (this.rest.trim() === "" ? this.lines : [...this.lines, this.rest]).slice(-this.kept);
  }
}

/** One line about an end, the `count`th, with what the server said last. */
export function obituary(count: number, { how, last }: Pick<End, "how" | "last">): string {
  const often = count === 1 ? "" : ` ${count} times in three minutes${how === "" ? "" : ", at last"}`;
  const words = last.at(-1)?.trim() ?? "";
  const ended = `The Aseptic server ended${often}${how === "" ? "" : ` ${how}`}`;
  return `${ended}${words === "" ? "; it said nothing" : `. Its last line: ${words}`}`;
}
