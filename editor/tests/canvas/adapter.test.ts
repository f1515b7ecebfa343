import { describe, expect, test } from "vitest";
import { createAdapter, movesOf, selectionAfter } from "../../src/canvas/adapter";
import type { FlowDocument, FlowEdge, FlowNode } from "../../src/model/document";
import { byTag, type NodeType } from "../../src/model/nodeTypes";

const type = (tag: string, ports: string[]): NodeType => ({
  tag,
  title: tag,
  help: "",
  group: "Messages",
  ports,
  portsFrom: null,
  schema: {},
});
const types = byTag([type("trigger", ["out"]), type("send", ["out", "failed"])]);
const words = (node: FlowNode) => ({ title: node.type, kind: node.type, sentence: `I am ${node.id}` });
const adapter = () =>
  createAdapter(types, words, (from, to, isBack) => `${from} ${isBack ? "back " : ""}> ${to}`);

const node = (id: string, tag: string): FlowNode => ({ id, type: tag, position: { x: 0, y: 0 }, config: {} });
const edge = (id: string, source: string, sourceHandle: string, target: string) => ({
  id,
  source,
  sourceHandle,
  target,
});
const flow: FlowDocument = {
  formatVersion: 1,
  name: "F",
  description: "",
  nodes: [node("a", "trigger"), node("b", "send"), node("c", "gone")],
  edges: [edge("e1", "a", "out", "b"), edge("e2", "b", "out", "c"), edge("e3", "c", "sent", "b")],
  settings: {},
};
const none: ReadonlySet<string> = new Set();

describe("the adapter", () => {
  test("answers with the same card for an unchanged node, also after it was selected", () => {
    const { nodes } = adapter();
    const before = nodes(flow, none);
    expect(nodes({ ...flow, name: "G" }, new Set(["a"]))[1]).toBe(before[1]);
    expect(nodes(flow, none)[0]).toBe(before[0]);
    expect(nodes(flow, new Set(["a"]))[0]).toBe(nodes(flow, new Set(["a"]))[0]);
  });

  test("makes a card anew only for the node that changed", () => {
    const { nodes } = adapter();
    const before = nodes(flow, none);
    const [a, b, c] = flow.nodes as [FlowNode, FlowNode, FlowNode];
    const after = nodes({ ...flow, nodes: [a, { ...b, config: { x: 1 } }, c] }, none);
    expect(after.map((card, at) => card === before[at])).toEqual([true, false, true]);
  });

  test("declares a size, an input except for triggers, and a handle for each port", () => {
    const [trigger, send] = adapter().nodes(flow, none);
    expect(trigger?.handles?.map(({ id }) => id)).toEqual(["out"]);
    expect(send?.handles?.map(({ id }) => id)).toEqual(["in", "out", "failed"]);
    expect(send?.measured).toEqual({ width: send?.width, height: send?.height });
  });

  test("gives a node of an unknown type the ports that its edges name", () => {
    const card = adapter().nodes(flow, none)[2];
    expect(card?.handles?.map(({ id }) => id)).toEqual(["in", "sent"]);
    expect(card?.data.type).toBeUndefined();
  });

  test("moves a card in the air without touching the others", () => {
    const { nodes } = adapter();
    const still = nodes(flow, none);
    const moved = nodes(flow, none, new Map([["b", { x: 5, y: 6 }]]));
    expect(moved[1]?.position).toEqual({ x: 5, y: 6 });
    expect(moved[0]).toBe(still[0]);
    expect(flow.nodes[1]?.position).toEqual({ x: 0, y: 0 });
  });

  test("answers with the same list of edges while only cards move, and leaves out edges into nowhere", () => {
    const { edges } = adapter();
    const lost = { ...flow, edges: [...flow.edges, edge("e4", "b", "failed", "nobody")] };
    const before = edges(lost, none);
    expect(before.map(({ id }) => id)).toEqual(["e1", "e2", "e3"]);
    expect(edges({ ...lost, nodes: [...lost.nodes] }, none)).toBe(before);
    expect(before[0]?.ariaLabel).toBe("trigger > send");
  });

  test("tells which edge leads back, by a name of its own too", () => {
    const { edges } = adapter();
    expect(edges(flow, none).map(({ data }) => data?.isBack)).toEqual([false, false, true]);
    expect(edges(flow, none)[2]?.ariaLabel).toBe("gone back > send");
    const [e1, , e3] = flow.edges as [FlowEdge, FlowEdge, FlowEdge];
    expect(edges({ ...flow, edges: [e1, e3] }, none)[1]?.data?.isBack).toBe(false);
  });
});

test("a change of selection that changes nothing answers with the same selection", () => {
  const selection = { nodes: new Set(["a"]), edges: none };
  expect(selectionAfter(selection, [{ type: "select", id: "a", selected: true }], "nodes")).toBe(selection);
  const after = selectionAfter(
    selection,
    [
      { type: "select", id: "a", selected: false },
      { type: "select", id: "b", selected: true },
    ],
    "nodes",
  );
  expect([...after.nodes]).toEqual(["b"]);
});

test("a gesture is over when the drag is", () => {
  const at = { x: 1, y: 2 };
  const during = movesOf([{ type: "position", id: "a", position: at, dragging: true }]);
  expect(during).toEqual({ at: new Map([["a", at]]), isOver: false });
  expect(movesOf([{ type: "position", id: "a", position: at, dragging: false }])?.isOver).toBe(true);
  expect(movesOf([{ type: "select", id: "a", selected: true }])).toBeNull();
});
