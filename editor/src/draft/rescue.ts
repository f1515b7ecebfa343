/** Keeps unsaved drafts in this browser, for the day the page goes away before the server has them. */
import type { FlowDocument } from "../model/document";

const PREFIX = "parley-rescue:";
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
}

/** The part of `localStorage` that is needed. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Where a tab keeps its draft of a flow: each tab has a place of its own, so that none overwrites another's. */
export const placeOf = (userId: number, flowId: number, tab: string) => `${PREFIX}${userId}:${flowId}:${tab}`;

/** Keep a draft; false when the browser has no room for it. */
export function keep(shelf: Shelf, draft: Rescued): boolean {
  const { key, ...entry } = draft;
  const text = JSON.stringify(entry);
  if (text.length > MAX_LENGTH) return false;
  const others = rescues(shelf, PREFIX).filter((other) => other.key !== key);
  for (const old of others.slice(MAX_ENTRIES - 1)) drop(shelf, old.key);
  return write(shelf, key, text, others.slice(0, MAX_ENTRIES - 1));
}

export function drop(shelf: Shelf, key: string): void {
  try {
    shelf.removeItem(key);
  } catch {
    // A browser that forbids storage keeps nothing to be dropped.
  }
}

/** The drafts of a flow that were never saved, newest first. */
export const rescuesOf = (shelf: Shelf, userId: number, flowId: number): Rescued[] =>
  rescues(shelf, placeOf(userId, flowId, ""));

/** When the browser is full, the oldest of our drafts make room for the newest, unless even that is not enough. */
function write(shelf: Shelf, key: string, text: string, others: Rescued[]): boolean {
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

function put(shelf: Shelf, key: string, text: string): boolean {
  try {
    shelf.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

function rescues(shelf: Shelf, prefix: string): Rescued[] {
  try {
    const keys = Array.from({ length: shelf.length }, (_, at) => shelf.key(at) ?? "");
    const ours = keys.filter((key) => key.startsWith(prefix));
    return ours.flatMap((key) => read(shelf, key)).sort((a, b) => b.at - a.at);
  } catch {
    return [];
  }
}

/** An entry that cannot be read is none. */
function read(shelf: Shelf, key: string): Rescued[] {
  try {
    const entry = JSON.parse(shelf.getItem(key) ?? "") as Partial<Rescued>;
    const isWhole =
      typeof entry.at === "number" &&
      typeof entry.revision === "number" &&
      Array.isArray(entry.document?.nodes) &&
      Array.isArray(entry.document?.edges);
    return isWhole ? [{ ...(entry as Rescued), key }] : [];
  } catch {
    return [];
  }
}
