/** The outline names every node once, ways out below nodes that have several, and what stands there already as a link. */
import { expect, test } from "vitest";
import { outlineOf } from "../../src/model/outline";
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
