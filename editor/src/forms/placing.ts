/** Brings each issue of the open node to the field it names, or to the nearest drawn one around it. */
import { isEqual } from "../model/equal";
import { placeIssues } from "../model/issues";
import { formatPath, type Path } from "../model/schema";
import type { Issue } from "../types";

const NONE: readonly Issue[] = [];

export interface Placing {
  /** A field is drawn; answers with what to call when it is gone. */
  draw(path: Path): () => void;
  update(issues: readonly Issue[]): void;
  at(key: string): readonly Issue[];
  subscribe(listener: () => void): () => void;
}

export function createPlacing(nodeId: string | null): Placing {
  const drawn = new Map<symbol, Path>();
  const listeners = new Set<() => void>();
  let issues: readonly Issue[] = [];
  let placed = new Map<string, readonly Issue[]>();
  let isDue = false;

  // Fields come and go many at a time; they are placed once for all of them.
  const place = () => {
    isDue = false;
    placed = kept(placed, placeIssues(issues, nodeId, drawn.values()));
    for (const listener of listeners) listener();
  };
  const placeSoon = () => {
    if (!isDue) queueMicrotask(place);
    isDue = true;
  };
  return {
    draw(path) {
      const mark = Symbol(formatPath(path));
      drawn.set(mark, path);
      if (issues.length > 0) placeSoon();
      return () => {
        drawn.delete(mark);
        if (issues.length > 0) placeSoon();
      };
    },
    update(next) {
      issues = next;
      place();
    },
    at: (key) => placed.get(key) ?? NONE,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The new lists, but the old ones where nothing changed: only fields with news are drawn again. */
function kept(old: ReadonlyMap<string, readonly Issue[]>, next: ReadonlyMap<string, readonly Issue[]>) {
  return new Map(
    [...next].map(([key, list]) => [key, isSame(old.get(key), list) ? (old.get(key) ?? list) : list]),
  );
}

/** The same sentence may come with other fixes: they hold the text as it was when it was checked. */
const isSame = (old: readonly Issue[] | undefined, list: readonly Issue[]): boolean =>
  old?.length === list.length && list.every((issue, at) => isEqual(old[at], issue));
