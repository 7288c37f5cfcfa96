/** What a report of a fault needs of the extension, in lines like the server's own; no text of any document. */

import type { End } from "./crashes";
import type { Launch } from "./launch";
import type { State } from "./status";

/** A setting that somebody set, and where. */
export interface Setting {
  readonly name: string;
  readonly value: unknown;
  /** As "user", "workspace" or a folder's name. */
  readonly place: string;
}

export interface Facts {
  /** The editor with its version and kind. */
  readonly editor: string;
  readonly trusted: boolean;
  readonly folders: number;
  readonly state: State;
  readonly launch: Pick<Launch, "command" | "args"> | undefined;
  /** The Pythons that were passed over, a line each. */
  readonly passed: readonly string[];
  readonly ends: readonly End[];
  readonly settings: readonly Setting[];
}

/** The first line, which an editor takes for the title of what was never saved. */
export const TITLE = "Aseptic: report of a fault";
const WIDTH = 13;

export function reported(facts: Facts): string {
  const { state, launch, folders } = facts;
  const lines = [
    TITLE,
    ...told("extension", [`${state.extension} in ${facts.editor}`]),
    ...told("server", [`${state.server} ${state.phase}${state.why === "" ? "" : `: ${state.why}`}`.trimStart()]),
    ...told("started", [state.origin === "" ? "nothing" : state.origin, state.warning].filter(Boolean)),
    ...told("command", launch === undefined ? [] : [[launch.command, ...launch.args].join(" ")]),
    ...told("passed over", facts.passed),
    ...told("ended", facts.ends.flatMap(ended)),
    ...told("workspace", [
      `${facts.trusted ? "trusted" : "not trusted"}, ${folders} ${folders === 1 ? "folder" : "folders"}`,
    ]),
    ...told("settings", facts.settings.length === 0 ? ["none is set"] : facts.settings.map(set)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The home folder as people write it, so that a report does not tell who they are; in settings it stands as JSON has it. */
export function homeless(text: string, home: string): string {
  if (home.length < 2) return text;
  return text.replaceAll(JSON.stringify(home).slice(1, -1), "~").replaceAll(home, "~");
}

function told(name: string, values: readonly string[]): string[] {
  return values.map((value, at) => `${(at === 0 ? name : "").padEnd(WIDTH)}${value}`);
}

function ended({ at, how, last }: End): string[] {
  const words = last.map((line) => `  ${line}`);
  return [`${at.toISOString()} ${how}${last.length === 0 ? "; it said nothing" : ", after these words:"}`, ...words];
}

function set({ name, value, place }: Setting): string {
  return `${name} = ${JSON.stringify(value)} (${place})`;
}
