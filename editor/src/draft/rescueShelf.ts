/** Where unsaved drafts lie in this browser, and when they are thrown away without being looked at. */
import { drop, type Shelf } from "../storage";

const PREFIX = "parley-rescue:";
const DAY_MS = 24 * 60 * 60 * 1_000;
/** Whoever has not come back by then does not miss it, and the browser may not be theirs alone. */
export const MAX_AGE_MS = 14 * DAY_MS;
/** How much of an entry is looked at for its time, which stands first. */
const HEAD = /^\{"at":(\d+)/;

/** Where a tab keeps its draft of a flow: each tab has a place of its own, so that none overwrites another's. */
export const placeOf = (userId: number, flowId: number, tab: string) => `${PREFIX}${userId}:${flowId}:${tab}`;

/** An entry as it can be told without reading the draft in it. */
export interface Entry {
  key: string;
  at: number;
}

/** All that is kept here, newest first; what cannot be read counts as the oldest. */
export function entriesOf(shelf: Shelf): Entry[] {
  try {
    return keysOf(shelf, PREFIX)
      .map((key) => ({ key, at: Number(HEAD.exec(shelf.getItem(key) ?? "")?.[1] ?? 0) }))
      .sort((a, b) => b.at - a.at);
  } catch {
    return []; // A browser that forbids storage keeps nothing.
  }
}

/** Throw away what has lain here for too long. */
export function expire(shelf: Shelf, now: number): void {
  for (const { key, at } of entriesOf(shelf)) if (now - at > MAX_AGE_MS) drop(shelf, key);
}

/** The person logs out: the next one at this browser must not find their drafts. */
export function forgetRescues(shelf: Shelf, userId: number): void {
  for (const { key } of rescuesFor(shelf, userId)) drop(shelf, key);
}

/** The person's unsaved drafts, of all their flows. */
export const rescuesFor = (shelf: Shelf, userId: number): Entry[] =>
  entriesOf(shelf).filter(({ key }) => key.startsWith(`${PREFIX}${userId}:`));

function keysOf(shelf: Shelf, prefix: string): string[] {
  const keys = Array.from({ length: shelf.length }, (_, at) => shelf.key(at) ?? "");
  return keys.filter((key) => key.startsWith(prefix));
}
