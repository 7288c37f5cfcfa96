/** The server's state in words, for the status bar's language menu. */

export interface Standard {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

/** A project with open files. */
export interface Project {
  /** The address of its folder, spelled as the editor spells those of files. */
  readonly root: string;
  /** The folder of its records, inside its own. */
  readonly records: string;
  readonly standard: Standard | null;
}

/** The parameters of `aseptic/status`; a server may leave out what it does not know. */
export interface Told {
  readonly version?: string;
  readonly standard?: Standard | null;
  readonly projects?: readonly Project[];
  readonly findings?: number;
  readonly watching?: boolean;
  readonly analysing?: boolean;
  /** Findings that are hints for their age, where only what changed is shown in full. */
  readonly older?: { readonly findings: number; readonly since: string };
  readonly worker?: {
    readonly state: string;
    readonly restarts?: number;
    readonly residentBytes?: number;
    /** Why nothing can stand in for libraries that are not installed; absent where something does. */
    readonly lacking?: string;
  };
}

/** Characters that the language menu shows beside its links without a scroll bar. */
const ROOM = 64;

export type Phase = "starting" | "running" | "stopped" | "impossible";

/** What the extension knows of its server. */
export interface State {
  readonly phase: Phase;
  /** In `stopped` and `impossible`: why, in one line. */
  readonly why: string;
  /** What was wanted and is not so, in one line; empty where all is as wanted. */
  readonly warning: string;
  /** Where the server comes from, in one line. */
  readonly origin: string;
  readonly server: string;
  readonly extension: string;
  readonly told: Told;
}

export interface Shown {
  readonly text: string;
  readonly detail: string;
  readonly busy: boolean;
  readonly gravity: "information" | "warning" | "error";
}

/** The line about the server: findings, what it is at, and what is wrong. */
export function serverLine(state: State): Shown {
  if (state.phase === "starting") {
    return { text: "Aseptic starts", detail: state.origin, busy: true, gravity: "information" };
  }
  if (state.phase !== "running") {
    return { text: "Aseptic does not run", detail: brief(state.why), busy: false, gravity: "error" };
  }
  const { told } = state;
  const mismatch = versionMismatch(state.server, state.extension);
  return {
    text: told.findings === undefined ? "Aseptic" : `Aseptic: ${counted(told.findings)}`,
    detail: [mismatch, brief(state.warning), ...parts(state)].filter((part) => part !== "").join(" · "),
    busy: told.analysing === true,
    gravity: mismatch !== "" || state.warning !== "" || withoutTypes(told) !== "" ? "warning" : "information",
  };
}

/** What somebody is told who asks for something while no server runs. */
export function notRunning(why: string): string {
  const reason = why.replace(/^The Aseptic server /, "it ");
  return `The Aseptic server does not run${reason === "" ? "" : `: ${reason}`}`;
}

/** The line about the standard that holds for a file: of the innermost project that it lies in, else the first's. */
export function standardLine(told: Told, file: string): Shown {
  const projects = told.projects ?? [];
  const own = projectOf(projects, file);
  const standard = own?.standard ?? told.standard ?? undefined;
  const parts = own !== undefined && projects.length > 1 ? [nameOf(own.root)] : [];
  if (standard !== undefined) parts.push(`digest ${standard.digest.slice(0, 12)}`);
  return {
    text: standard === undefined ? "Standard: not loaded yet" : `Standard: ${standard.name} ${standard.version}`,
    detail: parts.join(" · "),
    busy: false,
    gravity: "information",
  };
}

function projectOf(projects: readonly Project[], file: string): Project | undefined {
  return projects
    .filter(({ root }) => file.startsWith(root.endsWith("/") ? root : `${root}/`))
    .sort((one, other) => other.root.length - one.root.length)[0];
}

function nameOf(root: string): string {
  return decodeURIComponent(root.split("/").filter(Boolean).at(-1) ?? root);
}

/** One line with its cure where server and extension are of different releases; else empty. */
export function versionMismatch(server: string, extension: string): string {
  if (server === "" || server === extension) return "";
  return `server ${server}, extension ${extension}: update the older one`;
}

function parts(state: State): string[] {
  const { told } = state;
  return [
    told.analysing === true ? "types are looked up" : worker(told),
    told.older === undefined ? "" : `${told.older.findings} older as hints`,
    told.watching === false ? "files are looked at on save" : "",
    versionMismatch(state.server, state.extension) === "" ? `server ${state.server}` : "",
  ];
}

function worker(told: Told): string {
  const state = told.worker?.state;
  if (state === undefined || state === "absent") return "";
  const without = withoutTypes(told);
  if (without !== "") return without;
  const held = told.worker?.residentBytes;
  const size = held === undefined ? "" : `, ${Math.round(held / 2 ** 20)} MiB`;
  return `types ${state === "busy" ? "are looked up" : "known"}${size}`;
}

/** Why types that findings need are not told; empty where they are. */
function withoutTypes(told: Told): string {
  if (told.worker?.state === "resting") return "types rest: their worker died too often";
  const lacking = told.worker?.lacking;
  return lacking === undefined
    ? ""
    : `types of libraries not installed are not told: no folder can be written (${lacking})`;
}

function counted(findings: number): string {
  if (findings === 0) return "no findings";
  return findings === 1 ? "1 finding" : `${findings} findings`;
}

/** The beginning of a line, as much as the menu has room for; the output has the whole. */
function brief(line: string): string {
  const clause = line.split(/; |, so |\. /)[0] ?? "";
  return clause.length > ROOM ? `${clause.slice(0, ROOM - 1)}…` : clause;
}
