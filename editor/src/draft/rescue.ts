/** Keeps unsaved drafts in this browser, for the day the page goes away before the server has them. */
import type { FlowDocument } from "../model/document";
import { drop, has, put, type Shelf } from "../storage";
import type { Saved } from "./autosave";
import { type Entry, entriesOf, expire, placeOf } from "./rescueShelf";

export { placeOf } from "./rescueShelf";

const MAX_ENTRIES = 20;
/** Characters of one draft; browsers keep some five million for a whole site. */
const MAX_LENGTH = 2_000_000;

export interface Rescued {
  key: string;
  /** When it was kept, in milliseconds. */
  at: number;
  /** The revision that the changes began from. */
  revision: number;
  document: FlowDocument;
  /** What the server held at that revision; left out where the browser had no room for it. */
  base?: FlowDocument | undefined;
}

/** Keeps the draft of one tab: written when it has changed, because writing a large one takes a while. */
export class Keeper {
  #tried: { base: Saved; document: FlowDocument; isKept: boolean } | undefined;
  readonly #shelf: Shelf;
  readonly #place: string;

  constructor(shelf: Shelf, place: string) {
    this.#shelf = shelf;
    this.#place = place;
  }

  /** False when the browser has no room for it; an earlier one of this tab then stays. */
  keep(at: number, base: Saved, document: FlowDocument): boolean {
    if (this.#tried?.document !== document || this.#tried.base !== base) {
      const isKept = keep(this.#shelf, { key: this.#place, at, document, ...began(base) });
      this.#tried = { base, document, isKept };
    } else if (this.#tried.isKept && !has(this.#shelf, this.#place)) {
      // Another tab needed the room. To take it back would go on for ever.
      this.#tried.isKept = false;
    }
    return this.#tried.isKept;
  }

  drop(): void {
    this.#tried = undefined;
    drop(this.#shelf, this.#place);
  }
}

/** What a draft began from, as it is kept beside it. */
export const began = ({ revision, document, isGuessed }: Saved) => ({
  revision,
  base: isGuessed ? undefined : document,
});

/** Keep a draft, if need be without what it began from; false when the browser has no room for it. */
export function keep(shelf: Shelf, entry: Rescued): boolean {
  return (
    keepWhole(shelf, entry) || (entry.base !== undefined && keepWhole(shelf, { ...entry, base: undefined }))
  );
}

function keepWhole(shelf: Shelf, { key, at, revision, document, base }: Rescued): boolean {
  // The time first: it is read without the rest.
  const text = JSON.stringify({ at, revision, document, base });
  if (text.length > MAX_LENGTH) return false;
  const others = entriesOf(shelf).filter((other) => other.key !== key);
  const isKept = write(shelf, key, text, others);
  if (isKept) for (const old of others.slice(MAX_ENTRIES - 1)) drop(shelf, old.key);
  return isKept;
}

/** The drafts of a flow that were never saved, newest first; what is too old, of whatever flow, goes. */
export function rescuesOf(shelf: Shelf, userId: number, flowId: number, now: number): Rescued[] {
  expire(shelf, now);
  const place = placeOf(userId, flowId, "");
  const entries = entriesOf(shelf).filter(({ key }) => key.startsWith(place));
  return entries.flatMap(({ key }) => read(shelf, key));
}

/** When the browser is full, the oldest of our drafts make room for the newest, unless even that is not enough. */
function write(shelf: Shelf, key: string, text: string, others: Entry[]): boolean {
  const gone: [key: string, text: string][] = [];
  while (!put(shelf, key, text)) {
    const oldest = others[others.length - 1 - gone.length];
    if (oldest === undefined) {
      for (const [old, kept] of gone) put(shelf, old, kept);
      return false;
    }
    gone.push([oldest.key, shelf.getItem(oldest.key) ?? ""]);
    drop(shelf, oldest.key);
  }
  return true;
}

/** An entry that cannot be read is none. */
function read(shelf: Shelf, key: string): Rescued[] {
  try {
    const entry = JSON.parse(shelf.getItem(key) ?? "") as Partial<Rescued>;
    const isWhole =
      typeof entry.at === "number" && typeof entry.revision === "number" && isDocument(entry.document);
    const base = isDocument(entry.base) ? entry.base : undefined;
    return isWhole ? [{ ...(entry as Rescued), key, base }] : [];
  } catch {
    return [];
  }
}

const isDocument = (document: Partial<FlowDocument> | undefined): boolean =>
  Array.isArray(document?.nodes) && Array.isArray(document.edges);
