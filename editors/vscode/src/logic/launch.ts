/** How the server is started: a program of the user's, the environment's own, or the one that comes with the extension. */

import { hasServer, type Ask, type Choice, type Python } from "./python";

/** The settings that name a program. */
export type Naming = "aseptic.path" | "aseptic.interpreter";
export type Strategy = "useBundled" | "fromEnvironment";

/** What is started, and in words where it comes from. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** One line: which server this is. */
  readonly origin: string;
  /** One line to say aloud: what was wanted and is not so; empty where all is as wanted. */
  readonly warning: string;
  /** The setting that names the program; empty where it was found. */
  readonly setting: Naming | "";
  /** The Pythons that were passed over, a line each. */
  readonly passed: readonly string[];
}

/** Why nothing can be started, in one line with its cure. */
export interface Impossible {
  readonly fault: string;
  readonly passed: readonly string[];
}

/** What the settings ask for, with paths filled in. */
export interface Wanted {
  /** The program `aseptic`, empty for none. */
  readonly path: string;
  /** The Python, empty for one that is looked for. */
  readonly interpreter: string;
  readonly strategy: Strategy;
  /** The script that runs the server of the extension with its own libraries and no others. */
  readonly bundled: string;
}

export const NO_PYTHON =
  "Aseptic needs Python 3.11 or newer and found none; install one, or name it in the setting aseptic.interpreter";

/** Decide what to start. A program that is named is taken at its word. */
export async function launch(wanted: Wanted, choose: () => Promise<Choice>, ask: Ask): Promise<Launch | Impossible> {
  if (wanted.path !== "") {
    const origin = `${wanted.path} (aseptic.path)`;
    return { command: wanted.path, args: ["server"], origin, warning: "", setting: "aseptic.path", passed: [] };
  }
  const { python, passed, why } = await choose();
  const setting = wanted.interpreter === "" ? "" : "aseptic.interpreter";
  if (python === undefined) {
    return { fault: setting === "" ? NO_PYTHON : wrongPython(wanted.interpreter, why), passed };
  }
  if (wanted.strategy === "useBundled") return ofBundle(python, wanted.bundled, "", { setting, passed });
  if (await hasServer(python, ask)) {
    return {
      command: python.command,
      args: [...python.args, "-P", "-m", "aseptic", "server"],
      origin: `the environment's server under ${named(python)}`,
      warning: "",
      setting,
      passed,
    };
  }
  const warning =
    `${python.command} has no aseptic, so the extension's own server runs; ` +
    "install it there, or set aseptic.importStrategy to useBundled";
  return ofBundle(python, wanted.bundled, warning, { setting, passed });
}

/** One line about a program that could not be started, with the setting that names it. */
export function unstarted(found: Pick<Launch, "command" | "setting">, error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  const why = REASONS[String(code)] ?? `which cannot be started (${said(error)})`;
  return found.setting === ""
    ? `The Aseptic server cannot be started: ${said(error)}`
    : `The setting ${found.setting} names ${found.command}, ${why}; correct it, or leave it empty`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "and there is no such program",
  EACCES: "which may not be run",
};

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function isImpossible(found: Launch | Impossible): found is Impossible {
  return "fault" in found;
}

/** `-I -S`: neither PYTHONPATH nor the folder nor any site-packages; libraries of two places never meet. */
function ofBundle(python: Python, script: string, warning: string, found: Pick<Launch, "setting" | "passed">): Launch {
  return {
    command: python.command,
    args: [...python.args, "-I", "-S", script, "server"],
    origin: `the extension's server under ${named(python)}`,
    warning,
    ...found,
  };
}

function wrongPython(interpreter: string, why: string): string {
  return (
    `Aseptic needs Python 3.11 or newer; the setting aseptic.interpreter names ${interpreter}, which ${why}: ` +
    "correct it, or leave it empty"
  );
}

function named(python: Python): string {
  return `Python ${python.version} (${[python.command, ...python.args].join(" ")}, from ${python.origin})`;
}
