/** What of a list fits the words that somebody typed. */

export interface Matched {
  label: string;
  help?: string;
  group?: string;
}

export const matches = ({ label, help = "", group = "" }: Matched, query: string) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${label} ${help} ${group}`.toLowerCase().includes(word));

/** What fits the query; what begins with it comes first, then what has a word that does: "end" is "End" before "Send". */
export function inOrder<T extends Matched>(choices: readonly T[], query: string): T[] {
  const start = query.trim().toLowerCase();
  const rank = ({ label }: Matched) =>
    label.toLowerCase().startsWith(start) ? 0 : label.toLowerCase().includes(` ${start}`) ? 1 : 2;
  const found = choices.filter((choice) => matches(choice, query));
  return start === "" ? found : found.toSorted((a, b) => rank(a) - rank(b));
}
