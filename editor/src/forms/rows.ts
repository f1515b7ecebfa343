/** Changes of a list in a form, and the word for one of its rows. */
import { language } from "../i18n";

/** The list with the row at `from` now at `to`. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  if (from < 0 || from >= rows.length || to < 0 || to >= rows.length) return [...rows];
  const rest = rows.filter((_, at) => at !== from);
  return [...rest.slice(0, to), rows[from] as T, ...rest.slice(to)];
}

export const without = <T>(rows: readonly T[], at: number): T[] => rows.filter((_, index) => index !== at);

/** What a row of such a list is called; only English is taken apart. */
export const nounOf = (title: string): string => (language === "en" ? singular(title) : title);

/** "Branches" → "branch", "Cities" → "city": what a button adds. */
export function singular(title: string): string {
  const word = title.charAt(0).toLowerCase() + title.slice(1);
  if (/(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}
