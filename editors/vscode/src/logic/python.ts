/** Which Python runs the server: the first that is new enough. */

import type { Program } from "./programs";

export const OLDEST = [3, 11] as const;
/** Prints the version; isolated, so that nothing of the opened folder is imported. */
export const VERSION_CODE = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
/** Prints whether the environment has the server. */
export const PRESENT_CODE = "import importlib.util as u; print(u.find_spec('aseptic') is not None)";

/** A Python that answered. */
export interface Python extends Program {
  readonly version: string;
}

/** Starts a program and returns what it prints; undefined where it cannot be started or fails. */
export type Ask = (command: string, args: readonly string[]) => Promise<string | undefined>;

/** The Python that runs the server, or what was tried in vain. */
export interface Choice {
  readonly python: Python | undefined;
  /** What was passed over, a line each. */
  readonly passed: readonly string[];
  /** What is wrong with the last of them; empty where there is none. */
  readonly why: string;
}

/** Ask programs in their order until one is new enough. */
export async function chosen(programs: readonly Program[], ask: Ask): Promise<Choice> {
  const passed: string[] = [];
  const seen = new Set<string>();
  let why = "";
  for (const program of programs) {
    const key = [program.command, ...program.args].join(" ");
    if (seen.has(key)) continue;
    seen.add(key);
    const said = await ask(program.command, [...program.args, "-I", "-S", "-c", VERSION_CODE]);
    const version = said?.trim() ?? "";
    if (newEnough(version)) return { python: { ...program, version }, passed, why };
    why = /^\d+\.\d+/.test(version) ? `is Python ${version}` : "does not run";
    passed.push(`${key} (${program.origin}): ${why}`);
  }
  return { python: undefined, passed, why };
}

/** Whether an environment has the server. */
export async function hasServer(python: Python, ask: Ask): Promise<boolean> {
  return (await ask(python.command, [...python.args, "-P", "-c", PRESENT_CODE]))?.trim() === "True";
}

export function newEnough(version: string): boolean {
  const found = /^(\d+)\.(\d+)/.exec(version);
  if (found === null) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
