/** A rule's Markdown as a person reads it: what the machine needs at its head is left out, and its title stands there. */

/** A rule as `aseptic/rules` tells it. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly category: string;
  /** The Markdown that states it. */
  readonly page: string;
  /** The rendered book's page where the project has a book, else the same. */
  readonly href: string;
}

type Head = Pick<Rule, "id" | "title" | "severity" | "category">;

/** What the machine needs at a page's head. */
const FRONT = /^\uFEFF?---\r?\n[^]*?\r?\n---[ \t]*(\r?\n|$)/;

export function readable(markdown: string, rule: Head): string {
  const text = markdown.replace(FRONT, "");
  return `# ${rule.id} ${rule.title}\n\n*${rule.category}, severity ${rule.severity}*\n\n${text.trimStart()}`;
}

/** What a rule's Markdown says of itself at its head; empty where it does not. */
export function headOf(markdown: string, id: string): Head {
  const head = FRONT.exec(markdown)?.[0] ?? "";
  const said = (name: string): string => {
    const value = new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*\\r?$`, "m").exec(head)?.[1] ?? "";
    return value.replace(/^(["'])(.*)\1$/, "$2");
  };
  return { id, title: said("title"), severity: said("severity"), category: said("category") };
}

/** Whether a file is the page of a rule that came with a server: nobody edits it. A project's own rules are files. */
export function isInstalled(path: string, id: string): boolean {
  const [family] = id.split("-");
  return ["libs", "site-packages", "dist-packages"].some((place) =>
    path.endsWith(`/${place}/aseptic/rules/${family}/${id}.md`),
  );
}

/** Rules in the order in which they are looked for: those found in the file in front, then the others. */
export function nearest(rules: readonly Rule[], found: ReadonlySet<string>): [here: Rule[], others: Rule[]] {
  return [rules.filter(({ id }) => found.has(id)), rules.filter(({ id }) => !found.has(id))];
}
