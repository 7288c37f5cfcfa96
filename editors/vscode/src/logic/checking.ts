/** What a check of the whole workspace came to, in words. */

/** What `aseptic.checkWorkspace` answers; null where it was stopped or could not be done, which the server says. */
export interface Checked {
  readonly files: number;
  readonly findings: number;
  /** Files that could not be checked, or not by everything. */
  readonly unchecked: number;
}

export function isChecked(answer: unknown): answer is Checked {
  const told = typeof answer === "object" && answer !== null ? (answer as Partial<Record<string, unknown>>) : {};
  return ["files", "findings", "unchecked"].every((name) => typeof told[name] === "number");
}

export function inWords({ files, findings, unchecked }: Checked): string {
  const found = findings === 0 ? "No findings" : counted(findings, "finding");
  const rest = unchecked === 0 ? "" : `; ${counted(unchecked, "file")} could not be checked wholly`;
  return `${found} in ${counted(files, "file")}${rest}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
