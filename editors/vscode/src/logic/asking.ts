/** What a person is asked before a deviation is recorded or rejected, and how the answer joins a command's arguments. */

export interface Kind {
  readonly id: string;
  readonly says: string;
}

/** The grounds on which a deviation may stand, as records name them; those of a server that is too old to tell. */
export const KINDS: readonly Kind[] = [
  { id: "mitigated", says: "something else protects" },
  { id: "accepted_risk", says: "the risk is accepted" },
  { id: "false_positive", says: "it is no breach in truth" },
  { id: "test_only", says: "only tests run it" },
];

/** The grounds that the server tells among its experimental capabilities, in the order of ours; new ones come last. */
export function kindsTold(experimental: unknown): readonly Kind[] {
  const told = isRecord(experimental) ? experimental["asepticGrounds"] : undefined;
  const kinds = (Array.isArray(told) ? (told as unknown[]) : []).filter(isKind);
  if (kinds.length === 0) return KINDS;
  const known = KINDS.flatMap(({ id }) => kinds.filter((each) => each.id === id));
  return [...known, ...kinds.filter((each) => !known.includes(each))];
}

function isKind(value: unknown): value is Kind {
  return isRecord(value) && typeof value["id"] === "string" && typeof value["says"] === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export const RECORDING: ReadonlySet<string> = new Set(["aseptic.recordDeviation", "aseptic.turnSilencer"]);
export const REJECTING = "aseptic.rejectDeviation";
/** Decisions that a server may refuse; it is asked first whether it would. */
const CHECKED: ReadonlySet<string> = new Set(["aseptic.approveDeviation", REJECTING]);

export interface Answer {
  readonly kind: string;
  readonly reason: string;
}

/** Whether a command still needs an answer: the server's own arguments are two, the answer is the third. */
export function unanswered(args: readonly unknown[]): boolean {
  return args.length < 3;
}

/** Whether a command may go on: the server says itself why a decision is refused, and then answers nothing. */
export async function allowed(
  command: string,
  args: readonly unknown[],
  run: (args: unknown[]) => Promise<unknown>,
): Promise<boolean> {
  return !CHECKED.has(command) || isRecord(await run([...args.slice(0, 2), { check: true }]));
}

/** A command's arguments with what was answered. */
export function answered(args: readonly unknown[], answer: Answer | string): unknown[] {
  return [...args.slice(0, 2), answer];
}

/** The rule that a finding's key names; empty for anything else. */
export function ruleOf(key: unknown): string {
  return named(key, "rule");
}

/** The function or class that a finding's key names; empty for a module's own lines and for anything else. */
export function scopeOf(key: unknown): string {
  return named(key, "scope");
}

function named(key: unknown, name: "rule" | "scope"): string {
  const said = typeof key === "object" && key !== null ? (key as Partial<Record<string, unknown>>)[name] : undefined;
  return typeof said === "string" ? said : "";
}
