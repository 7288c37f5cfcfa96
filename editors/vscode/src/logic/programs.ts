/** Programs that may run Python, in the order in which they are asked. Nothing is started here. */

import * as path from "node:path";

/** A program with its first arguments, and where its name came from, for people. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly origin: string;
}

/** What the file system and the environment say; tests hand in their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly path: string;
  readonly isFile: (file: string) => boolean;
}

const POSIX: readonly (readonly string[])[] = [["python3"], ["python"], ["python3.13"], ["python3.12"], ["python3.11"]];
const WINDOWS: readonly (readonly string[])[] = [["python"], ["python3"], ["py", "-3"]];

/** The Pythons on PATH. Relative folders of PATH are passed over: what they hold depends on the opened folder. */
export function onPath(machine: Machine): Program[] {
  const windows = machine.platform === "win32";
  const paths = windows ? path.win32 : path.posix;
  const folders = machine.path.split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
  const endings = windows ? [".exe", ".bat", ".cmd"] : [""];
  return (windows ? WINDOWS : POSIX).flatMap(([name, ...args]) => {
    const places = folders.flatMap((folder) => endings.map((ending) => paths.join(folder, `${name ?? ""}${ending}`)));
    return [...new Set(places)]
      .filter((place) => machine.isFile(place))
      .map((command) => ({ command, args, origin: "PATH" }));
  });
}

/** The Python of a folder's own virtual environment, where it has one; only for trusted folders, whose code it is. */
export function ofFolder(folder: string, machine: Machine): Program[] {
  const windows = machine.platform === "win32";
  const paths = windows ? path.win32 : path.posix;
  const inside = windows ? ["Scripts", "python.exe"] : ["bin", "python"];
  return [".venv", "venv"]
    .map((name) => paths.join(folder, name, ...inside))
    .filter((place) => machine.isFile(place))
    .map((command) => ({ command, args: [], origin: "the folder's virtual environment" }));
}

/** A setting's program with what people write in paths filled in: the home folder, and the opened folder. */
export function expanded(setting: string, home: string, folder: string | undefined): string {
  const text = setting.replace(/^~(?=[/\\]|$)/, home);
  return folder === undefined ? text : text.replaceAll("${workspaceFolder}", folder);
}
