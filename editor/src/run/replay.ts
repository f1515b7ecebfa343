/** Where a replay stands among the steps, and where each control takes it. */

/** An index among the steps; `newest` is the last one, also when others come after. */
export type Place = number | "newest";

export type Move = "first" | "back" | "next" | "last";

/** The index of the chosen step, -1 when there is none. */
export const indexOf = (place: Place, count: number): number =>
  place === "newest" ? count - 1 : Math.min(place, count - 1);

/** The place at `index`; at the end it follows what comes. */
export const placeAt = (index: number, count: number): Place =>
  index >= count - 1 ? "newest" : Math.max(0, index);

export function moved(place: Place, move: Move, count: number): Place {
  const at = indexOf(place, count);
  return placeAt({ first: 0, back: at - 1, next: at + 1, last: count - 1 }[move], count);
}

type Numbered = readonly { readonly n: number }[];

/** The numbers of the first step here, of the chosen one and of the last; a long execution's oldest are not here. */
export function numbersAt(steps: Numbered, at: number): { first: number; n: number; last: number } {
  return { first: steps[0]?.n ?? 1, n: steps[at]?.n ?? 0, last: steps.at(-1)?.n ?? 0 };
}

/** The index of step `n`. */
export const atNumber = (steps: Numbered, n: number): number => steps.findLastIndex((step) => step.n <= n);

/** The keys of a replay; undefined for the others. */
export const MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: "back",
  ArrowRight: "next",
  Home: "first",
  End: "last",
};
