/** What places in the settings held before another choice was made there, for as long as those places exist. */
import type { FlowDocument } from "../model/document";
import { getIn, isObject, type Path } from "../model/schema";
import { documentOf, type EditorStore } from "../model/store";

export interface Place {
  /** Null for the settings of the flow as a whole. */
  nodeId: string | null;
  /** The tag of the node's type: another type under the same id is another node. */
  type: string;
  path: Path;
}

interface Memory extends Place {
  name: string;
  value: unknown;
}

const all = new WeakMap<EditorStore, Memory[]>();

/** The memories of an open flow: they follow rows that move and go with nodes and rows that go. */
export function memoriesOf(store: EditorStore) {
  const memories = all.get(store) ?? watched(store);
  const indexOf = (place: Place, name: string) =>
    memories.findIndex((memory) => memory.name === name && isSame(memory, place));
  return {
    recall: (place: Place, name: string): unknown => memories[indexOf(place, name)]?.value,
    keep(place: Place, name: string, value: unknown): void {
      const at = indexOf(place, name);
      memories.splice(at < 0 ? memories.length : at, 1, { ...place, name, value });
    },
  };
}

function watched(store: EditorStore): Memory[] {
  const memories: Memory[] = [];
  all.set(store, memories);
  store.subscribe((state, old) => {
    const [before, after] = [documentOf(old), documentOf(state)];
    const isSame = before.nodes === after.nodes && before.settings === after.settings;
    if (memories.length === 0 || isSame) return;
    const left = memories.flatMap((memory) => followed(memory, before, after));
    memories.splice(0, memories.length, ...left);
  });
  return memories;
}

/** The memory at the place it has now; none when the place is gone. */
function followed(memory: Memory, before: FlowDocument, after: FlowDocument): Memory[] {
  const [old, now] = [valuesAt(memory, before), valuesAt(memory, after)];
  if (now === undefined || old === undefined) return [];
  if (now === old) return [memory];
  const path = pathNow(memory.path, old, now);
  return path === undefined ? [] : [{ ...memory, path }];
}

const valuesAt = ({ nodeId, type }: Place, { nodes, settings }: FlowDocument) =>
  nodeId === null ? settings : nodes.find((node) => node.id === nodeId && node.type === type)?.config;

/** Where the path leads after its rows moved; undefined when one of them went. */
function pathNow(path: Path, before: unknown, after: unknown): Path | undefined {
  const now: (string | number)[] = [];
  for (const [depth, part] of path.entries()) {
    const rows = typeof part === "number" ? getIn(before, path.slice(0, depth)) : undefined;
    const place = Array.isArray(rows) ? rowNow(rows, getIn(after, now), part as number) : part;
    if (place === undefined) return undefined;
    now.push(place);
  }
  return now;
}

/** The row's place now: by its id, else by the row itself, else where it stands when it alone was edited. */
function rowNow(before: unknown[], after: unknown, at: number): number | undefined {
  if (before === after || !Array.isArray(after)) return before === after ? at : undefined;
  const row = before[at];
  if (isObject(row)) {
    const itself = after.indexOf(row);
    const found = itself >= 0 ? itself : after.findIndex((other) => hasIdOf(row, other));
    if (found >= 0) return found;
  }
  const edited = after.filter((other, index) => other !== before[index]).length;
  return before.length === after.length && edited <= 1 && !isObject(row) === !isObject(after[at])
    ? at
    : undefined;
}

const hasIdOf = (row: Record<string, unknown>, other: unknown): boolean =>
  typeof row.id === "string" && isObject(other) && other.id === row.id;

const isSame = (a: Place, b: Place): boolean =>
  a.nodeId === b.nodeId &&
  a.type === b.type &&
  a.path.length === b.path.length &&
  a.path.every((part, at) => part === b.path[at]);
