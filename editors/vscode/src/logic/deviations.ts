/** The deviations of a workspace as a tree: by state with what ends first, by rule, or by file; filtered. */

export interface Place {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** A deviation as `aseptic/deviations` tells it. */
export interface Deviation {
  readonly id: string;
  readonly state: string;
  /** Why it stands so and not as its record says; empty where it does. */
  readonly note: string;
  /** Whether it does not hold, so that the note counts and not the reason; an older server does not tell. */
  readonly doubted?: boolean;
  readonly kind: string;
  readonly rule: string;
  readonly title: string;
  /** Null where the rule is none that holds here. */
  readonly severity: string | null;
  readonly owner: string;
  readonly expires: string | null;
  readonly daysLeft: number | null;
  readonly reason: string;
  readonly where: string;
  readonly record: string;
  readonly recordLine: number;
  readonly code: Place | null;
  readonly permit: string | null;
}

export type Grouping = "state" | "rule" | "file";
export const GROUPINGS: readonly Grouping[] = ["state", "rule", "file"];
export type Severity = "low" | "medium" | "high";

export interface Filter {
  /** The mildest severity that is shown. */
  readonly least: Severity;
  /** The addresses of the open files, where only theirs are shown. */
  readonly open: ReadonlySet<string> | undefined;
}

export interface Group {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly deviations: readonly Deviation[];
}

const WEIGHT: Readonly<Record<string, number>> = { low: 0, medium: 1, high: 2 };
/** Days before its end in which they are counted. */
const NEAR = 90;
/** What asks for somebody to act comes first. */
const ORDER = [
  ..."cannot_be_read expired stale amended ambiguous rejected moved doubtful orphaned unused expiring proposed".split(
    " ",
  ),
  ..."not_seen approved withdrawn".split(" "),
];

/** The deviations that pass the filter. */
export function passing(deviations: readonly Deviation[], filter: Filter): Deviation[] {
  return deviations.filter(
    (each) =>
      (WEIGHT[each.severity ?? ""] ?? 2) >= (WEIGHT[filter.least] ?? 0) &&
      (filter.open === undefined || [each.record, each.code?.uri].some((uri) => uri && filter.open?.has(uri))),
  );
}

/** Groups in the order in which people look at them; in each, what ends first comes first. */
export function grouped(deviations: readonly Deviation[], by: Grouping): Group[] {
  const groups = new Map<string, Deviation[]>();
  for (const each of deviations) {
    const key = keyOf(each, by);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups]
    .sort(([one], [other]) => (by === "state" ? rank(one) - rank(other) : 0) || one.localeCompare(other))
    .map(([key, found]) => ({
      key,
      label: by === "state" ? spoken(key) : key,
      description: [by === "rule" ? (found[0]?.title ?? "") : "", `${found.length}`].filter(Boolean).join(" · "),
      deviations: [...found].sort(
        (one, other) => (one.daysLeft ?? Infinity) - (other.daysLeft ?? Infinity) || one.id.localeCompare(other.id),
      ),
    }));
}

/**
 * What stands beside an id in the tree: what its group does not say already, its end, and why it stands. The end comes
 * first, then why one does not hold: a narrow side bar cuts off the rest.
 */
export function described(each: Deviation, by: Grouping): string {
  const doubt = each.doubted === true ? each.note.replace(`${each.id} `, "") : "";
  const parts = [
    ended(each),
    doubt,
    by === "state" ? "" : spoken(each.state),
    by === "rule" ? "" : each.rule,
    doubt === "" ? each.reason : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** What hovers over a deviation, below its id: state and kind, then a line for each thing that is known of it. */
export function hovering(each: Deviation): [head: string, lines: string[]] {
  const told = (parts: readonly string[], between: string): string => parts.filter((part) => part !== "").join(between);
  const lines = [
    told([each.rule, each.title], " "),
    each.where,
    told([each.owner, ended(each), each.permit === null ? "" : `under ${each.permit}`], " · "),
    each.note,
    each.reason,
  ];
  return [told([spoken(each.state), spoken(each.kind)], ", "), lines.filter((line) => line !== "")];
}

/** When a deviation ends, in words: always the date, and the days where they are few. */
export function ended(each: Pick<Deviation, "expires" | "daysLeft">): string {
  if (each.expires === null || each.daysLeft === null) return "";
  if (each.daysLeft < 0) return `ended ${each.expires}`;
  if (each.daysLeft === 0) return `until ${each.expires}, ends today`;
  if (each.daysLeft > NEAR) return `until ${each.expires}`;
  return `until ${each.expires}, ${each.daysLeft} ${each.daysLeft === 1 ? "day" : "days"} left`;
}

function keyOf(each: Deviation, by: Grouping): string {
  if (by === "file") return each.where.split("::")[0] || "no file";
  return by === "rule" ? each.rule || "no rule" : each.state;
}

function rank(state: string): number {
  const at = ORDER.indexOf(state);
  return at < 0 ? ORDER.length : at;
}

function spoken(name: string): string {
  return name.replaceAll("_", " ");
}
