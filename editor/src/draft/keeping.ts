/** Keeps in this browser what stays unsaved for a while, forgets it once it is saved, and tells whether there was room for it. */
import { getSession } from "../session";
import { type Autosave, DEBOUNCE_MS, type SaveState } from "./autosave";
import type { Keeper } from "./rescue";

/** How long changes may be unsaved before this browser keeps them. */
const RESCUE_AFTER_MS = DEBOUNCE_MS + 400;

export class Keeping {
  #isKept = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #autosave: Autosave;
  readonly #keeper: Keeper;

  constructor(autosave: Autosave, keeper: Keeper) {
    this.#autosave = autosave;
    this.#keeper = keeper;
  }

  /** False when this browser could not keep the changes; for `useSyncExternalStore`, as is `subscribe`. */
  readonly isKept = (): boolean => this.#isKept;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Keep what is unsaved at once; what there was no room for is tried again when it has changed. */
  readonly now = (): void => {
    // Whoever logs out leaves nothing behind, and was told so.
    if (this.#isSaved() || getSession().kind === "out") return;
    this.#tell(this.#keeper.keep(Date.now(), this.#autosave.base, this.#autosave.newest));
  };

  /** The autosave has another state. */
  readonly follow = (): void => {
    // A sentence is about to say whether the changes are kept.
    if (isStuck(this.#autosave.state())) this.now();
    if (this.#isSaved()) this.settle();
    else this.#timer ??= setTimeout(this.#again, RESCUE_AFTER_MS);
  };

  readonly stop = (): void => {
    this.#rest();
    this.now();
  };

  readonly settle = (): void => {
    this.#rest();
    if (!this.#isSaved()) return;
    this.#keeper.drop();
    this.#tell(true);
  };

  readonly #again = (): void => {
    this.#timer = undefined;
    this.now();
    this.follow();
  };

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(isKept: boolean): void {
    if (isKept === this.#isKept) return;
    this.#isKept = isKept;
    for (const listener of this.#listeners) listener();
  }

  #isSaved(): boolean {
    return this.#autosave.state().kind === "saved";
  }
}

/** Whether the strip under the bar says why nothing is saved. */
const isStuck = (state: SaveState): boolean =>
  state.kind === "unsaved" ? state.isSignedOut : state.kind !== "saving";
