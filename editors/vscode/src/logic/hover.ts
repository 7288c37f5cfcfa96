/** What the server says at a place, without what the editor shows there already. */

/** A hover's Markdown without its first paragraph where that is a finding's message, which stands above it anyway. */
export function unrepeated(markdown: string, messages: readonly string[]): string {
  const first = /^\*\*([^]+?)\*\*(?:\n\n|$)/.exec(markdown);
  if (first?.[1] === undefined) return markdown;
  const said = squeezed(first[1]);
  return messages.some((each) => squeezed(each).startsWith(said)) ? markdown.slice(first[0].length) : markdown;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
