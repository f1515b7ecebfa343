/** A dragged card is held by a neighbour's line, else by the grid. */
import { expect, test } from "vitest";
import { snappedMove } from "../../src/canvas/snapping";
import { arranged } from "../../src/model/align";

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height });

test("without a neighbour the held card comes to the grid", () => {
  const { by, guides } = snappedMove(box(0, 0), { x: 3, y: 0 }, { x: 10, y: 10 }, [], 1);
  expect([by, guides]).toEqual([{ x: 13, y: 8 }, []]);
});

test("a neighbour's edge or middle holds it, nearer ones first, and a guide spans both", () => {
  const others = [box(205, 300), box(200, 400)];
  const { by, guides } = snappedMove(box(0, 0), { x: 0, y: 0 }, { x: 202, y: 100 }, others, 1);
  expect(by).toEqual({ x: 200, y: 104 });
  expect(guides).toEqual([{ x: 200, y: 104, length: 346, isDown: true }]);
});

test("seen from near, a line reaches less far", () => {
  const { guides } = snappedMove(box(0, 0), { x: 0, y: 0 }, { x: 196, y: 100 }, [box(200, 300)], 2);
  expect(guides).toEqual([]);
});

test("spreading makes the gaps equal and keeps the ends", () => {
  const boxes = [
    { id: "a", ...box(0, 0) },
    { id: "c", ...box(500, 20) },
    { id: "b", ...box(120, 10, 200) },
  ];
  expect([...arranged(boxes, "across")]).toEqual([
    ["a", { x: 0, y: 0 }],
    ["b", { x: 200, y: 10 }],
    ["c", { x: 500, y: 20 }],
  ]);
  expect(arranged(boxes, "right").get("a")).toEqual({ x: 500, y: 0 });
});
