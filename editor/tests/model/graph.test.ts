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
  expect(graph.isReachable(LOOP, "start", "end")).toBe(true);
  expect(graph.isReachable(LOOP, "end", "start")).toBe(false);
  expect(graph.isReachable(LOOP, "stray", "stray")).toBe(false);
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

test("what an action added is told by id", () => {
  expect(graph.addedNodes(flow([node("a")]), flow([node("a"), node("b")]))).toEqual(["b"]);
});
