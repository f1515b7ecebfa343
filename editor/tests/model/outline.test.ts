/** The outline names every node once, ways out below nodes that have several, and what stands there already as a link. */
import { expect, test } from "vitest";
import { isSameItem, outlineOf, placesOf } from "../../src/model/outline";
import { chain, flow, node, TYPES } from "./support";

const lines = (document: Parameters<typeof outlineOf>[0]) =>
  outlineOf(document, TYPES).map(
    (item) => `${item.level} ${item.kind} ${item.kind === "way" ? item.port.name : item.node.id}`,
  );

test("ways of one node go on at its side, of several below it, and a cycle ends in a link", () => {
  const document = flow(
    [
      node("start", "trigger"),
      node("ask", "wait_for_reply"),
      node("hi"),
      node("end", "end"),
      node("alone", "end"),
    ],
    ...["start > ask", "ask.replied > hi", "hi.out > end", "ask.timeout > start", "hi.failed > ask"],
  );
  expect(lines(document)).toEqual([
    ...["1 node start", "1 node ask", "2 way replied", "3 node hi", "4 way out", "5 node end"],
    ...["4 way failed", "5 again ask", "2 way timeout", "3 again start", "1 node alone"],
  ]);
});

test("keys are unique, and a way of thousands overflows nothing", () => {
  const long = outlineOf(chain(3_000), TYPES);
  expect(new Set(long.map(({ key }) => key)).size).toBe(long.length);
  expect(long.filter(({ kind }) => kind === "node")).toHaveLength(3_000);
});

test("after a change only the lines of the changed node are others", () => {
  const before = flow([node("start", "trigger"), node("ask", "wait_for_reply")], "start > ask");
  const after = {
    ...before,
    nodes: before.nodes.map((one) => (one.id === "start" ? { ...one, name: "Hi" } : one)),
  };
  const [old, now] = [outlineOf(before, TYPES), outlineOf(after, TYPES)];
  const changed = now.filter((item, at) => !isSameItem(old[at] as typeof item, item));
  expect(changed.map(({ key }) => key)).toEqual(["start"]);
});

test("each line knows its place among its neighbours", () => {
  const places = placesOf(outlineOf(flow([node("ask", "wait_for_reply"), node("end", "end")]), TYPES));
  expect(places.get("ask")).toEqual({ position: 1, size: 2, hasChildren: true });
  expect(places.get("ask.timeout")).toEqual({ position: 2, size: 2, hasChildren: false });
});
