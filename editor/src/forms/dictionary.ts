/** An object of texts as the rows a person edits. */
export interface Entry {
  name: string;
  text: string;
}

export const entriesOf = (value: Record<string, string>): Entry[] =>
  Object.entries(value).map(([name, text]) => ({ name, text }));

/** The rows that have a name, as an object; of two with one name the first counts. */
export function objectOf(entries: readonly Entry[]): Record<string, string> {
  const texts = new Map<string, string>();
  for (const { name, text } of entries) if (name !== "" && !texts.has(name)) texts.set(name, text);
  return Object.fromEntries(texts);
}

/** A name that two rows have. */
export const repeatedIn = (entries: readonly Entry[]): string | undefined =>
  entries.find(({ name }, at) => name !== "" && entries.findIndex((other) => other.name === name) < at)?.name;

/** Whether the rows as typed still stand for the value: nobody else has changed it since. */
export function stands(entries: readonly Entry[], value: Record<string, string>): boolean {
  const mine = objectOf(entries);
  const names = Object.keys(mine);
  return (
    names.length === Object.keys(value).length &&
    names.every((name) => Object.hasOwn(value, name) && mine[name] === value[name])
  );
}
