/** Comparing documents: equality as JSON means it, and the counts of the conflict dialog. */
import { describe, expect, it } from "vitest";
import { differenceOf } from "../../src/draft/compare";
import { complete, type FlowDocument } from "../../src/model/document";
import { isEqual } from "../../src/model/equal";

describe("isEqual", () => {
  it("does not mind the order of keys, but that of lists", () => {
    expect(isEqual({ a: 1, b: { c: [1, 2], d: null } }, { b: { d: null, c: [1, 2] }, a: 1 })).toBe(true);
    expect(isEqual({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  });

  it("tells what is missing from what is null, and lists from objects", () => {
    expect(isEqual({ a: undefined }, {})).toBe(true);
    expect(isEqual({ a: null }, {})).toBe(false);
    expect(isEqual([], {})).toBe(false);
    expect(isEqual({ a: 1 }, { b: 1 })).toBe(false);
  });

  it("takes negative zero for zero, as JSON does", () => {
    expect(isEqual({ x: -0 }, JSON.parse(JSON.stringify({ x: -0 })))).toBe(true);
  });
});

describe("differenceOf", () => {
  const before: FlowDocument = complete({
    formatVersion: 1,
    name: "Welcome",
    description: "",
    nodes: ["a", "b", "c"].map((id) => ({ id, type: "end", config: {} })),
    edges: [{ id: "e1", source: "a", sourceHandle: "out", target: "b" }],
  });

  it("names nodes", () => {
    const [a, b] = before.nodes as [FlowDocument["nodes"][0], FlowDocument["nodes"][0]];
    const nodes = [a, { ...b, config: { outcome: "done" } }, { ...b, id: "d" }, { ...b, id: "e" }];
    const { added, changed, removed } = differenceOf(before, { ...before, nodes });
    expect([added, changed, removed].map((some) => some.map(({ id }) => id))).toEqual([
      ["d", "e"],
      ["b"],
      ["c"],
    ]);
    expect(changed[0]?.config).toEqual({ outcome: "done" });
  });

  it("sees wires, whatever their ids and order", () => {
    const [wire] = before.edges as [FlowDocument["edges"][0]];
    expect(differenceOf(before, { ...before, edges: [{ ...wire, id: "e9" }] }).areWiresChanged).toBe(false);
    expect(differenceOf(before, { ...before, edges: [{ ...wire, target: "c" }] }).areWiresChanged).toBe(true);
  });

  it("sees the name apart from the rest", () => {
    expect(differenceOf(before, { ...before, name: "Hello" })).toEqual({
      ...{ added: [], changed: [], removed: [] },
      ...{ areWiresChanged: false, isRenamed: true, isOtherwise: false },
    });
  });
});
