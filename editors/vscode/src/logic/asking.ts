/** What a person is asked before a deviation is recorded or rejected, and how the answer joins a command's arguments. */

export interface Kind {
  readonly id: string;
  readonly says: string;
}

/** The grounds on which a deviation may stand, as records name them. */
export const KINDS: readonly Kind[] = [
  { id: "mitigated", says: "something else protects" },
  { id: "accepted_risk", says: "the risk is accepted" },
  { id: "false_positive", says: "it is no breach in truth" },
  { id: "test_only", says: "only tests run it" },
];

export const RECORDING: ReadonlySet<string> = new Set(["aseptic.recordDeviation", "aseptic.turnSilencer"]);
export const REJECTING = "aseptic.rejectDeviation";

export interface Answer {
  readonly kind: string;
  readonly reason: string;
}

/** Whether a command still needs an answer: the server's own arguments are two, the answer is the third. */
export function unanswered(args: readonly unknown[]): boolean {
  return args.length < 3;
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
