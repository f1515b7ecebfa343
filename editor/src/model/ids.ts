/** Readable ids that are not in use. */

interface Taken {
  has(id: string): boolean;
}

// The server takes ids of up to 100 characters; the rest is room for the number.
const MAX_STEM = 90;

/** `wanted`, or with the lowest number behind it that is free: "wait", "wait_2", "wait_3". */
export const freshId = (wanted: string, taken: Taken): string => numbered(wanted, taken, 2).id;

/** Gives a fresh id for each wanted one; it remembers how far it counted, for a paste of thousands. */
export function freshIds(known: Iterable<string>): (wanted: string) => string {
  const taken = new Set(known);
  const counted = new Map<string, number>();
  return (wanted) => {
    const stem = stemWithoutNumber(wanted);
    const { id, n } = numbered(wanted, taken, counted.get(stem) ?? 2);
    counted.set(stem, n);
    taken.add(id);
    return id;
  };
}

function numbered(wanted: string, taken: Taken, from: number): { id: string; n: number } {
  if (!taken.has(wanted)) return { id: wanted, n: from };
  const stem = stemWithoutNumber(wanted);
  let n = from;
  while (taken.has(`${stem}_${n}`)) n += 1;
  return { id: `${stem}_${n}`, n };
}

const stemWithoutNumber = (id: string): string => id.replace(/_\d+$/, "").slice(0, MAX_STEM);

/** Gives one new edge id after another: "e8", "e9". */
export function edgeIds(edges: readonly { id: string }[]): () => string {
  const taken = new Set(edges.map((edge) => edge.id));
  let n = edges.length;
  return () => {
    do n += 1;
    while (taken.has(`e${n}`));
    return `e${n}`;
  };
}

/** A node type's tag as the start of an id: "acme.find_parcel" → "find_parcel". */
export const stemOf = (tag: string): string =>
  (tag.split(".").at(-1) ?? "").replaceAll(/[^A-Za-z0-9_-]+/g, "_").slice(0, MAX_STEM) || "node";
