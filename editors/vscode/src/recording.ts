/** The questions before a deviation is recorded or rejected. Whoever leaves one changes nothing. */

import * as vscode from "vscode";
import {
  KINDS,
  RECORDING,
  REJECTING,
  allowed,
  answered,
  kindsTold,
  ruleOf,
  unanswered,
  type Answer,
} from "./logic/asking";

let kinds = KINDS;

/** Take the kinds that a server tells as it starts. */
export function learn(experimental: unknown): void {
  kinds = kindsTold(experimental);
}

/** Return the arguments that a command of the server's is run with; undefined where it is refused or a question left. */
export async function beforeCommand(
  command: string,
  args: unknown[],
  run: (args: unknown[]) => Promise<unknown>,
): Promise<unknown[] | undefined> {
  if (!unanswered(args)) return args;
  if (!(await allowed(command, args, run))) return undefined;
  if (RECORDING.has(command)) {
    const answer = await askWhy(ruleOf(args[1]), command === "aseptic.turnSilencer");
    return answer && answered(args, answer);
  }
  if (command === REJECTING) {
    const title = `Reject ${typeof args[1] === "string" ? args[1] : "the deviation"}`;
    const reason = await vscode.window.showInputBox({ title, prompt: "Why is it rejected?", ignoreFocusOut: true });
    return reason === undefined ? undefined : answered(args, reason);
  }
  return args;
}

/** Ask for kind and reason. */
export async function askWhy(rule: string, silencer = false): Promise<Answer | undefined> {
  const title = rule === "" ? "Record a deviation" : `Record a deviation from ${rule}`;
  const items = kinds.map(({ id, says }) => ({ label: id.replaceAll("_", " "), description: says, id }));
  const kind = await vscode.window.showQuickPick(items, {
    title: `${title} (1/2)`,
    placeHolder: "Why may it stand?",
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (kind === undefined) return undefined;
  const reason = await vscode.window.showInputBox({
    title: `${title} (2/2)`,
    prompt: silencer
      ? "The reason, in a sentence; what the comment says is added. It may stay empty for now."
      : "The reason, in a sentence: what protects instead? It may stay empty for now.",
    placeHolder: "The host name comes from our own list, never from a message.",
    ignoreFocusOut: true,
  });
  return reason === undefined ? undefined : { kind: kind.id, reason };
}
