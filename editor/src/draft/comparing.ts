/** Which two documents are shown side by side in place of the draft. */

export type Comparing =
  /** Null is the draft. */
  | { kind: "versions"; from: number | null; to: number | null }
  | { kind: "conflict"; what: "mine" | "theirs" | "both" };

const ADDRESS = /^([1-9]\d{0,8})(?:\.\.([1-9]\d{0,8}))?$/;

/** `?compare=3` shows version 3 and the draft, `?compare=2..3` two versions. */
export function comparingIn(address: string): Comparing | null {
  const found = ADDRESS.exec(new URLSearchParams(address).get("compare") ?? "");
  if (found === null) return null;
  return { kind: "versions", from: Number(found[1]), to: found[2] === undefined ? null : Number(found[2]) };
}
