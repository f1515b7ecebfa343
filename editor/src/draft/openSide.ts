/** Remembers which panel stands beside each flow's canvas, for as long as the tab lives: a reload changes nothing. */
const SIDES = ["phone", "simulator", "settings", "versions", "outline"] as const;

export type SideName = (typeof SIDES)[number] | null;

/** The part of `sessionStorage` that is needed. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export function recallSide(shelf: () => Shelf, flowId: number): SideName {
  try {
    const kept = shelf().getItem(placeOf(flowId));
    return SIDES.find((name) => name === kept) ?? null;
  } catch {
    return null; // The browser forbids storage: nothing is remembered.
  }
}

export function keepSide(shelf: () => Shelf, flowId: number, side: SideName): void {
  try {
    if (side === null) shelf().removeItem(placeOf(flowId));
    else shelf().setItem(placeOf(flowId), side);
  } catch {
    // The same: the panel still opens, it is just not remembered.
  }
}

const placeOf = (flowId: number) => `parley-side:${flowId}`;
