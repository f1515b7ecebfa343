import { expect, test } from "vitest";
import { endsOf, type FlowCounts, goneOf, numbersOf, percentOf } from "../../src/model/numbers";

const COUNTS: FlowCounts = {
  executions: 4,
  countedFrom: null,
  ends: [
    { status: "Completed", outcome: null, executions: 2, share: 0.5 },
    { status: "Failed", outcome: null, executions: 1, share: 0.25 },
    { status: "Completed", outcome: "bought", executions: 1, share: 0.25 },
    { status: "Completed", outcome: "end", executions: 1, share: 0.25 },
  ],
  nodes: [
    { nodeId: "start", visits: 4, reached: 4, share: 1, failed: 0, waiting: 0 },
    { nodeId: "ask", visits: 3, reached: 3, share: 0.75, failed: 1, waiting: 2 },
    { nodeId: "old", visits: 1, reached: 1, share: 0.25, failed: 0, waiting: 0 },
  ],
  ports: [
    { nodeId: "start", port: "out", taken: 4, share: 1 },
    { nodeId: "ask", port: "replied", taken: 2, share: 2 / 3 },
  ],
};

const node = (id: string) => ({ id, type: "x", position: { x: 0, y: 0 }, config: {} });
const edge = (source: string, sourceHandle: string) => ({
  id: `${source}-${sourceHandle}`,
  source,
  sourceHandle,
  target: "end",
});

test("edges and nodes get their numbers", () => {
  const numbers = numbersOf(
    [edge("start", "out"), edge("ask", "replied"), edge("ask", "timeout"), edge("new", "out")],
    COUNTS,
  );
  expect(numbers.nodes.get("ask")).toEqual({ visits: 3, reached: 3, share: 0.75, failed: 1, waiting: 2 });
  expect([...numbers.edges]).toEqual([
    ["start-out", { taken: 4, share: 1 }],
    ["ask-replied", { taken: 2, share: 2 / 3 }],
    ["ask-timeout", { taken: 0, share: 0 }],
  ]);
});

test("ends are told by status, and those that have a name by it", () => {
  expect(endsOf(COUNTS)).toMatchObject({
    completed: { executions: 2, share: 0.5 },
    failed: { executions: 1, share: 0.25 },
    named: [{ outcome: "bought", executions: 1, share: 0.25 }],
  });
});

test("nodes that were visited and are not drawn any more are counted", () => {
  expect(goneOf(["start", "ask", "end"].map(node), COUNTS)).toBe(1);
  expect(goneOf([node("end")], COUNTS)).toBe(3);
});

test.each([
  [0, 0],
  [0.001, 1],
  [0.375, 38],
  [0.999, 99],
  [1, 100],
])("a share of %d is %d %%", (share, percent) => {
  expect(percentOf(share)).toBe(percent);
});
