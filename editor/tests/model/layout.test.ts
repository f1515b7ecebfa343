/** Tidying up reads from left to right, keeps the branches in order and covers no card by another. */
import { describe, expect, test } from "vitest";
import { moveNodes } from "../../src/model/actions";
import type { FlowDocument, Position } from "../../src/model/document";
import { tidy } from "../../src/model/layout";
import { placed } from "../../src/model/placed";
import { applied, chain, flow, node, TYPES } from "./support";

const SIZE = { width: 264, height: 120 };
const sizeOf = () => SIZE;
const BRANCHES = { branches: ["one", "two", "three"].map((id) => ({ id })) };

// The edges are listed in no good order on purpose.
const FORK = flow(
  ["end", "three", "one", "two"]
    .map((id) => node(id, "send_message", {}, { x: 5, y: 9 }))
    .concat(node("start", "trigger", {}, { x: -40, y: 30 }), node("fork", "condition", BRANCHES)),
  "fork.else > end",
  "fork.three > three",
  "start > fork",
  "fork.two > two",
  "fork.one > one",
);

function overlaps(places: Map<string, Position>): number {
  const all = [...places.values()];
  return all.flatMap((a, at) =>
    all.slice(at + 1).filter((b) => Math.abs(a.x - b.x) < SIZE.width && Math.abs(a.y - b.y) < SIZE.height),
  ).length;
}

const tidied = async (document: FlowDocument) =>
  applied(document, moveNodes(await tidy(document, placed, sizeOf, undefined, TYPES)));

describe("tidy", () => {
  test("stands branches below each other as their ports are", async () => {
    const places = await tidy(FORK, placed, sizeOf, undefined, TYPES);
    const y = ["one", "two", "three", "end"].map((id) => places.get(id)?.y ?? 0);
    expect(y.toSorted((a, b) => a - b)).toEqual(y);
    expect(overlaps(places)).toBe(0);
    expect(places.get("fork")?.x).toBeGreaterThan((places.get("start")?.x ?? 0) + SIZE.width);
  });

  test("done twice changes nothing more, and keeps the upper left corner", async () => {
    const once = await tidied(FORK);
    expect((await tidied(once)).nodes).toEqual(once.nodes);
    expect(Math.min(...once.nodes.map(({ position }) => position.x))).toBe(-40);
    expect(Math.min(...once.nodes.map(({ position }) => position.y))).toBe(0);
  });

  test("places only what is asked for", async () => {
    expect([...(await tidy(FORK, placed, sizeOf, ["one", "fork"])).keys()].sort()).toEqual(["fork", "one"]);
    expect((await tidy(FORK, placed, sizeOf, ["gone"])).size).toBe(0);
    expect((await tidy(flow([]), placed, sizeOf)).size).toBe(0);
  });

  test("takes circles, edges to nowhere and odd ids", async () => {
    const odd = flow(
      [node("__proto__"), node("constructor"), node("b")],
      "__proto__ > constructor",
      "constructor > __proto__",
      "b > b",
      "b > gone",
    );
    const places = await tidy(odd, placed, sizeOf);
    expect([...places.keys()].sort()).toEqual(["__proto__", "b", "constructor"]);
    expect(overlaps(places)).toBe(0);
  });

  test("takes a way of 5,000 nodes", { timeout: 60_000 }, async () => {
    const places = await tidy(chain(5_000), placed, sizeOf);
    expect(places.get("n4999")?.x).toBeGreaterThan(4_998 * SIZE.width);
  });
});
