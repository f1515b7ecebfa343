/** Questions about ways through a flow, circles and edges to nowhere included. */
import { expect, test } from "vitest";
import * as graph from "../../src/model/graph";
import { chain, flow, node } from "./support";

const at = (id: string, y: number, type = "send_message") => node(id, type, {}, { x: 0, y });

const LOOP = flow(
  [at("stray", -50), at("low", 90), at("high", 10), at("start", 0, "trigger"), at("end", 20)],
  "start > high",
  "start.b > low",
  "high > end",
  "end > high",
  "low > gone",
);

test("ancestors and descendants go round circles once", () => {
  expect([...graph.ancestorsOf(LOOP, "end")].sort()).toEqual(["end", "high", "start"]);
  expect([...graph.ancestorsOf(LOOP, "high")].sort()).toEqual(["end", "high", "start"]);
  expect([...graph.ancestorsOf(LOOP, "start")]).toEqual([]);
  expect([...graph.descendantsOf(LOOP, "start")].sort()).toEqual(["end", "gone", "high", "low"]);
  expect([...graph.descendantsOf(LOOP, "stray")]).toEqual([]);
});

test("an edge is found by its port", () => {
  expect(graph.edgeOfPort(LOOP, "start", "b")?.target).toBe("low");
  expect(graph.edgeOfPort(LOOP, "start", "constructor")).toBeUndefined();
  expect(graph.edgeOfPort(LOOP, "__proto__", "out")).toBeUndefined();
});

test("the reading order starts at triggers, takes upper ways first, and has every node once", () => {
  expect(graph.orderFromTriggers(LOOP)).toEqual(["start", "high", "end", "low", "stray"]);
});

test("a way of 5,000 nodes overflows nothing", () => {
  const long = chain(5_000);
  expect(graph.ancestorsOf(long, "n4999").size).toBe(4_999);
  expect(graph.orderFromTriggers(long)).toHaveLength(5_000);
});

test.each([
  ["no circle", ["a > b", "a.b > c", "b > c"], []],
  ["a way back to the beginning", ["a > b", "b > c", "c > a"], ["c > a"]],
  ["a node that leads to itself", ["a > b", "b > b"], ["b > b"]],
  ["two ways back", ["a > b", "b > c", "c > b", "c.x > a"], ["c > b", "c.x > a"]],
  ["a circle that is entered in its middle", ["c > b", "b > c", "a > b"], ["c > b"]],
  ["a circle that nothing leads to", ["a > b", "x > y", "y > x"], ["y > x"]],
])("the edges that close a cycle: %s", (_, edges, back) => {
  const document = flow([], ...edges);
  const ids = graph.cycleEnds(document);
  const found = document.edges.flatMap(({ id }, at) => (ids.has(id) ? [edges[at]] : []));
  expect(found).toEqual(back);
  expect(graph.cycleEnds({ ...document, nodes: [node("new")] })).toBe(ids);
});

test("a circle of 5,000 nodes is closed by one edge", () => {
  const long = chain(5_000);
  const edges = [...long.edges, { id: "back", source: "n4999", sourceHandle: "out", target: "n0" }];
  expect([...graph.cycleEnds({ ...long, edges })]).toHaveLength(1);
});
