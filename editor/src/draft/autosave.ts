/** Saves the draft a moment after its last change: one save at a time, each from the revision the last one made. */
import type { FlowDocument } from "../model/document";
import { isEqual } from "../model/equal";

export const DEBOUNCE_MS = 600;
export const BACKOFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
/** How many saves of unknown outcome are remembered; an older one can hardly be what the server holds. */
const MAX_DOUBTS = 8;
/** How often `flush` starts anew when the person goes on editing meanwhile. */
const MAX_FLUSHES = 3;

/** A draft as the server holds it. */
export interface Saved {
  revision: number;
  document: FlowDocument;
  /** When it was saved; known of a draft that the server handed out. */
  savedAt?: string;
  /** Nobody knows any more what the server held at this revision. */
  isGuessed?: true;
}

/** How a save ended. `lost`: nobody knows whether the server took it. */
export type Outcome =
  | { kind: "saved"; revision: number }
  | { kind: "stale"; current: Saved }
  | { kind: "lost"; reason: "connection" | "server" }
  | { kind: "signedOut" }
  | { kind: "refused"; sentence: string; isGone: boolean };

export type SaveState =
  | { kind: "saved" | "saving" }
  /** `isSignedOut`: nothing is tried until somebody logs in. */
  | { kind: "unsaved"; isSignedOut: boolean }
  | { kind: "offline"; reason: "connection" | "server" }
  | { kind: "conflict"; theirs: Saved }
  | { kind: "refused"; sentence: string; isGone: boolean };

const UNSAVED: SaveState = { kind: "unsaved", isSignedOut: false };

export type Save = (revision: number, document: FlowDocument) => Promise<Outcome>;

export class Autosave {
  #base: Saved;
  #newest: FlowDocument;
  #state: SaveState = { kind: "saved" };
  #sent: FlowDocument | undefined;
  #doubts: FlowDocument[] = [];
  #failures = 0;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;
  readonly #listeners = new Set<() => void>();
  readonly #save: Save;

  constructor(start: Saved, save: Save) {
    this.#base = start;
    this.#newest = start.document;
    this.#save = save;
  }

  /** For `useSyncExternalStore`, as is `subscribe`. */
  readonly state = (): SaveState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What the server holds, as far as we know. */
  get base(): Saved {
    return this.#base;
  }

  get newest(): FlowDocument {
    return this.#newest;
  }

  /** Take the document as it is now; called at every change, undo included. */
  change(document: FlowDocument): void {
    if (document === this.#newest) return;
    this.#newest = document;
    if (this.#running !== null || !isOpenForSaving(this.#state)) return;
    this.#turn(UNSAVED);
    this.#wait(DEBOUNCE_MS);
  }

  /** Save now what is not saved; true when the server has everything. */
  async flush(): Promise<boolean> {
    if (this.#running !== null) await this.#running;
    for (let tries = 0; tries < MAX_FLUSHES && needsSave(this.#state); tries++) {
      await this.#run();
      if (this.#state.kind !== "unsaved") break;
    }
    return this.#state.kind === "saved";
  }

  /** The page goes away: start what can still be sent; true when everything is on its way. */
  leave(): boolean {
    if (this.#running === null && needsSave(this.#state)) void this.#run();
    const { kind } = this.#state;
    return kind === "saved" || (kind === "saving" && this.#sent === this.#newest);
  }

  /** Try again at once: the connection or the session is back. */
  retry(): void {
    const { kind } = this.#state;
    if (kind === "offline" || kind === "unsaved") void this.#run();
  }

  /** Go on from the server's newer draft: what differs from it is saved over it. */
  rebase(saved: Saved): void {
    this.#settle(saved);
    if (this.#state.kind === "unsaved") this.#wait(0);
  }

  /** Go on with a draft that began at `base`, of which the server holds a newer one: somebody has to decide. */
  meet(document: FlowDocument, base: Saved, theirs: Saved): void {
    clearTimeout(this.#timer);
    this.#newest = document;
    this.#base = base;
    this.#doubts = [];
    this.#turn({ kind: "conflict", theirs });
  }

  /** Saves start by themselves, until `stop`. */
  start(): void {
    this.#isStopped = false;
    if (needsSave(this.#state)) this.#wait(DEBOUNCE_MS);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #turn(next: SaveState): void {
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#run(), ms);
  }

  #run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running ??= this.#saveNewest().finally(() => {
      this.#running = null;
      const { kind } = this.#state;
      if (kind === "unsaved" && !this.#state.isSignedOut) this.#wait(DEBOUNCE_MS);
    });
    return this.#running;
  }

  async #saveNewest(): Promise<void> {
    if (!needsSave(this.#state)) return;
    const sent = this.#newest;
    if (this.#doubts.length === 0 && isEqual(sent, this.#base.document)) {
      return this.#settle({ ...this.#base, document: sent });
    }
    this.#sent = sent;
    // While a lost connection is tried again and again, the sentence about it stays.
    if (this.#state.kind !== "offline") this.#turn({ kind: "saving" });
    await this.#take(await this.#save(this.#base.revision, sent), sent);
  }

  async #take(outcome: Outcome, sent: FlowDocument): Promise<void> {
    switch (outcome.kind) {
      case "saved":
        return this.#settle({ revision: outcome.revision, document: sent });
      case "stale":
        return this.#compare(outcome.current, sent);
      case "signedOut":
        return this.#turn({ kind: "unsaved", isSignedOut: true });
      case "refused":
        // A change made meanwhile may be what the server takes.
        return this.#turn(outcome.isGone || this.#newest === sent ? outcome : UNSAVED);
      case "lost":
        this.#doubts = [...this.#doubts, sent].slice(-MAX_DOUBTS);
        this.#turn({ kind: "offline", reason: outcome.reason });
        this.#wait(BACKOFF_MS[Math.min(this.#failures++, BACKOFF_MS.length - 1)] as number);
    }
  }

  /** A stale revision: by a save of ours whose answer was lost, or by somebody else's. */
  async #compare(current: Saved, sent: FlowDocument): Promise<void> {
    const ours = [sent, ...this.#doubts].find((document) => isEqual(document, current.document));
    if (ours === undefined) return this.#turn({ kind: "conflict", theirs: current });
    this.#settle({ revision: current.revision, document: ours });
    if (ours !== sent) await this.#saveNewest();
  }

  /** The server holds this now; what came after it is still to be saved. */
  #settle(saved: Saved): void {
    this.#base = saved;
    this.#doubts = [];
    this.#failures = 0;
    this.#turn(this.#newest === saved.document ? { kind: "saved" } : UNSAVED);
  }
}

const needsSave = (state: SaveState) =>
  state.kind === "unsaved" || state.kind === "offline" || (state.kind === "refused" && !state.isGone);

/** Whether a change starts the clock of the next save: not while somebody has to decide or to log in. */
function isOpenForSaving(state: SaveState): boolean {
  if (state.kind === "unsaved") return !state.isSignedOut;
  return state.kind === "saved" || (state.kind === "refused" && !state.isGone);
}
