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

export function readable(markdown: string, rule: Pick<Rule, "id" | "title" | "severity" | "category">): string {
  const text = markdown.replace(/^\uFEFF?---\r?\n[^]*?\r?\n---[ \t]*(\r?\n|$)/, "");
  return `# ${rule.id} ${rule.title}\n\n*${rule.category}, severity ${rule.severity}*\n\n${text.trimStart()}`;
}

/** Rules in the order in which they are looked for: those found in the file in front, then the others. */
export function nearest(rules: readonly Rule[], found: ReadonlySet<string>): [here: Rule[], others: Rule[]] {
  return [rules.filter(({ id }) => found.has(id)), rules.filter(({ id }) => !found.has(id))];
}
