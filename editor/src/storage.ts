/** What this browser keeps for us. It may be full, and where a browser forbids it, even looking at it throws. */

/** The part of `Storage` that is needed. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Keeps nothing. */
const NOWHERE: Shelf = {
  length: 0,
  key: () => null,
  getItem: () => null,
  removeItem() {},
  setItem() {
    throw new Error("This browser forbids storage.");
  },
};

/** `localStorage`, or what keeps nothing where the browser forbids it. */
export function browserShelf(): Shelf {
  try {
    return window.localStorage ?? NOWHERE;
  } catch {
    return NOWHERE;
  }
}

/** False when there is no room. */
export function put(shelf: Shelf, key: string, text: string): boolean {
  try {
    shelf.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

export function has(shelf: Shelf, key: string): boolean {
  try {
    return shelf.getItem(key) !== null;
  } catch {
    return false;
  }
}

export function drop(shelf: Shelf, key: string): void {
  try {
    shelf.removeItem(key);
  } catch {
    // A browser that forbids storage keeps nothing to be dropped.
  }
}
