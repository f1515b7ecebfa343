/** Finding emoji by their names, and walking a grid of them. */

export interface Emoji {
  emoji: string;
  name: string;
}

/** Those whose name has every word that was typed at the beginning of one of its words. */
export function found(names: Readonly<Record<string, string>>, search: string): Emoji[] {
  const wanted = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return Object.entries(names).flatMap(([emoji, name]) => {
    const words = name.toLowerCase().split(/\s+/);
    return wanted.every((start) => words.some((word) => word.startsWith(start))) ? [{ emoji, name }] : [];
  });
}

/** Where a key leads from place `at`; undefined for keys that lead nowhere. */
export function nextPlace(key: string, at: number, count: number, columns: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -at,
    End: count - 1 - at,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return undefined;
  return Math.max(0, Math.min(count - 1, at + step));
}
