/** Documents from outside are completed without loss and without a crash. */
import { describe, expect, test } from "vitest";
import { complete } from "../../src/model/document";

type Raw = Parameters<typeof complete>[0];

describe("complete", () => {
  test("fills in what a file leaves out", () => {
    const raw = {
      name: "Small",
      nodes: [{ id: "a", type: "end" }],
      edges: [{ id: "e", source: "a", target: "a" }],
    };
    expect(complete(raw as Raw)).toEqual({
      formatVersion: 1,
      name: "Small",
      description: "",
      nodes: [{ id: "a", type: "end", position: { x: 0, y: 0 }, config: {} }],
      edges: [{ id: "e", source: "a", sourceHandle: "out", target: "a" }],
      settings: {},
    });
  });

  test("keeps every node of an id used twice, the second under an id of its own", () => {
    const twins = ["a", "a", "a_2", "a", "__proto__", "__proto__"].map((id) => ({ id, type: "wait" }));
    const document = complete({ name: "Twins", nodes: twins } as Raw);
    expect(document.nodes.map(({ id }) => id)).toEqual([
      "a",
      "a_3",
      "a_2",
      "a_4",
      "__proto__",
      "__proto___2",
    ]);
  });

  test("gives edges of one id ids of their own", () => {
    const edges = [1, 2].map(() => ({ id: "e", source: "a", target: "b" }));
    expect(complete({ name: "Twins", edges } as Raw).edges.map(({ id }) => id)).toEqual(["e", "e_2"]);
  });

  test("names 5,000 nodes of one id at once", () => {
    const nodes = Array.from({ length: 5_000 }, () => ({ id: "same", type: "wait" }));
    const document = complete({ name: "Many", nodes } as Raw);
    expect(new Set(document.nodes.map(({ id }) => id)).size).toBe(5_000);
  });

  test("takes null where a list, a position or settings are missing", () => {
    const raw = { name: "Nulls", nodes: [{ id: "a", type: "x", position: null, config: null }], edges: null };
    const document = complete({ ...raw, settings: null, description: null } as unknown as Raw);
    expect(document.nodes).toEqual([{ id: "a", type: "x", position: { x: 0, y: 0 }, config: {} }]);
    expect(document.edges).toEqual([]);
  });

  test("completes a complete document to itself", () => {
    const once = complete({
      name: "Twice",
      nodes: [
        { id: "a", type: "b" },
        { id: "a", type: "b" },
      ],
    } as Raw);
    expect(complete(once)).toEqual(once);
  });
});
