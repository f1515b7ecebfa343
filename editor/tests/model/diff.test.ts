import { expect, test } from "vitest";
import { countLooks, diffOf } from "../../src/model/diff";
import type { FlowDocument } from "../../src/model/document";
import { flow, node, wires } from "./support";

const BEFORE = flow([node("a"), node("b"), node("c")], "a > b", "b > c");

test("a document is the same as itself, also read anew", () => {
  const diff = diffOf(BEFORE, structuredClone(BEFORE));
  expect(diff.isSame).toBe(true);
  expect(diff.drawn).toEqual(BEFORE);
});

test("nodes are added, changed, moved and removed; what was removed stands where it was", () => {
  const [a, b, c] = BEFORE.nodes as [
    (typeof BEFORE.nodes)[0],
    (typeof BEFORE.nodes)[0],
    (typeof BEFORE.nodes)[0],
  ];
  const after: FlowDocument = {
    ...BEFORE,
    nodes: [{ ...a, position: { x: 9, y: 9 } }, { ...b, name: "Bee" }, node("d")],
    edges: BEFORE.edges.slice(0, 1),
  };
  const diff = diffOf(BEFORE, after);
  expect([...diff.nodes]).toEqual([
    ["a", "moved"],
    ["b", "changed"],
    ["d", "added"],
    ["c", "removed"],
  ]);
  expect(diff.drawn.nodes.at(-1)).toBe(c);
  expect(countLooks(diff.nodes)).toEqual({ added: 1, changed: 1, moved: 1, removed: 1 });
});

test("edges are told by where they lead, and a removed one never takes the id of another", () => {
  const after = { ...BEFORE, edges: [{ id: "e2", source: "a", sourceHandle: "out", target: "c" }] };
  const diff = diffOf(BEFORE, after);
  expect([...diff.edges]).toEqual([
    ["e2", "added"],
    ["e1", "removed"],
    ["e2-", "removed"],
  ]);
  expect(wires(diff.drawn).sort()).toEqual(["a.out > b", "a.out > c", "b.out > c"]);
  expect(
    diffOf(BEFORE, { ...BEFORE, edges: BEFORE.edges.map((edge) => ({ ...edge, id: `x${edge.id}` })) }).isSame,
  ).toBe(true);
});

test("notes, groups and the flow as a whole differ, too", () => {
  const note = {
    id: "n",
    text: "Hi",
    colour: "yellow" as const,
    position: { x: 0, y: 0 },
    width: 240,
    height: 160,
  };
  const diff = diffOf(
    { ...BEFORE, notes: [note] },
    {
      ...BEFORE,
      name: "Other",
      settings: { exitOn: [] },
      groups: [{ id: "g", members: ["a"], name: "", colour: "grey" }],
    },
  );
  expect([...diff.notes]).toEqual([["n", "removed"]]);
  expect([...diff.groups]).toEqual([["g", "added"]]);
  expect(diff.whole).toEqual(["name", "settings"]);
  expect(diff.drawn.notes).toEqual([note]);
});

test("two thousand nodes of another visit are compared while nobody notices", () => {
  const nodes = Array.from({ length: 2_000 }, (_, at) =>
    node(
      `n${at}`,
      "send_message",
      { body: { type: "text", text: "Hello {{ contact.name }}" } },
      { x: at, y: at },
    ),
  );
  const edges = nodes.slice(1).map(({ id }, at) => `n${at} > ${id}`);
  const before = flow(nodes, ...edges);
  const after = structuredClone(before);
  (after.nodes[7] as { name?: string }).name = "Seven";
  const times = [0, 1, 2].map(() => {
    const start = performance.now();
    expect(diffOf(before, after).nodes.size).toBe(1);
    return performance.now() - start;
  });
  console.info(`2,000 nodes compared in ${Math.min(...times).toFixed(1)} ms`);
});
