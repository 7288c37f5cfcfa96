/** A program that a setting names and that does not serve, told in one line with its cure; and how a process ended, in words. */

import type { Launch } from "./launch";

/** The name by which our server answers. */
const OURS = "aseptic";
/** What each message of the protocol begins with. */
const HEADER = "content-";

/** One line about a program that was started and is no server of ours. `did` tells by what that shows: "it …". */
export function stranger(found: Pick<Launch, "command" | "setting">, did: string): string {
  return found.setting === "aseptic.path"
    ? `The setting aseptic.path names ${found.command}, which is no working Aseptic: ${did}; name another, or leave it empty`
    : `The Aseptic server cannot be used: ${did}`;
}

/** What is odd about who answered; empty for ours. */
export function foreign(name: string | undefined): string {
  if (name === OURS) return "";
  return name === undefined ? "it answers without a name" : `it answers as ${name}`;
}

/** Whether a stream that began so may be one of the protocol's messages. */
export function speaks(head: string): boolean {
  return HEADER.startsWith(head.slice(0, HEADER.length).toLowerCase());
}

/** How a process ended, as words behind "ended". */
export function ending(code: number | null, signal: string | null): string {
  return signal === null ? `with code ${code ?? "unknown"}` : `by ${signal}`;
}
