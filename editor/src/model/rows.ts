/** Keeps a node's edges with its rows, when rows such as a condition's branches are ports. */
import type { FlowEdge, FlowNode } from "./document";
import { isObject } from "./schema";

type Config = FlowNode["config"];

/** The edges after the node's settings changed: those of a row that is gone go, those of a renamed row follow it. */
export function edgesAfter(edges: FlowEdge[], nodeId: string, before: Config, after: Config): FlowEdge[] {
  const kept = new Set(rowLists(after).flat());
  const gone = new Set(
    rowLists(before)
      .flat()
      .filter((id) => !kept.has(id)),
  );
  if (gone.size === 0) return edges;
  const renamed = renames(before, after, gone);
  return edges.flatMap((edge) => {
    if (edge.source !== nodeId || !gone.has(edge.sourceHandle)) return [edge];
    const sourceHandle = renamed.get(edge.sourceHandle);
    return sourceHandle === undefined ? [] : [{ ...edge, sourceHandle }];
  });
}

/** From old to new id, of rows that kept their place in a list of the same length. */
function renames(before: Config, after: Config, gone: ReadonlySet<string>): Map<string, string> {
  const renamed = new Map<string, string>();
  const known = new Set(rowLists(before).flat());
  for (const [key, value] of Object.entries(before)) {
    const [old, now] = [idsIn(value), idsIn(Object.hasOwn(after, key) ? after[key] : undefined)];
    if (old.length !== now.length) continue;
    old.forEach((id, at) => {
      const next = now[at];
      if (next !== undefined && gone.has(id) && !known.has(next)) renamed.set(id, next);
    });
  }
  return renamed;
}

const rowLists = (config: Config): string[][] => Object.values(config).map(idsIn);

/** The ids of the rows in a list; none of anything else. */
export const idsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((row) => (isObject(row) && typeof row.id === "string" ? [row.id] : []))
    : [];
