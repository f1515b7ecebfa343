import { describe, expect, test } from "vitest";
import { freePlace, placeAfter, roomNeeded } from "../../src/canvas/place";
import { CARD_WIDTH, GRID, linesOf, portY, sizeOf } from "../../src/canvas/size";
import { startView } from "../../src/canvas/startView";

const size = { width: CARD_WIDTH, height: 80 };
const box = (x: number, y: number) => ({ x, y, ...size });

describe("a new card", () => {
  test("stands right of its source, at the level asked for", () => {
    const at = placeAfter(box(0, 0), 40, size, [box(0, 0)]);
    expect(at.x).toBeGreaterThan(CARD_WIDTH);
    expect(at.y).toBe(40);
  });

  test("stands beside the middle of its source when nothing else is asked for", () => {
    const tall = { width: CARD_WIDTH, height: 136 };
    expect(placeAfter(box(0, 100), undefined, tall, [box(0, 100)]).y).toBe(72);
  });

  test("goes down until it covers nothing, and stays on the grid", () => {
    const at = freePlace({ x: 3, y: 3 }, size, [box(0, 0), box(0, 100)]);
    expect(at.y).toBeGreaterThan(180);
    expect([at.x % GRID, at.y % GRID]).toEqual([0, 0]);
  });

  test("asks for room in a narrow gap only, never on a way back", () => {
    expect(roomNeeded(box(0, 0), box(360, 0))).toBeGreaterThan(CARD_WIDTH);
    expect(roomNeeded(box(0, 0), box(1000, 0))).toBe(0);
    expect(roomNeeded(box(1000, 0), box(0, 0))).toBe(0);
  });
});

describe("a card's measures", () => {
  test("one line for a short sentence, two for a long or a wide one", () => {
    expect(linesOf("Wait 2 hours")).toBe(1);
    expect(linesOf("Wait for a reply, up to 10 minutes, and keep it")).toBe(2);
    expect(linesOf("欢迎光临我们的小店，请问有什么可以帮您的吗")).toBe(2);
  });

  test("a single port lies at the middle, several lie in rows inside the card", () => {
    expect(portY(1, 0, 0)).toBe(sizeOf(1, 0).height / 2);
    expect(portY(1, 3, 2)).toBeLessThan(sizeOf(1, 3).height);
    expect(portY(1, 3, 1) - portY(1, 3, 0)).toBe(portY(1, 3, 2) - portY(1, 3, 1));
  });
});

describe("the first view", () => {
  const area = { width: 1000, height: 800 };
  const card = (x: number, y: number) => ({ position: { x, y }, ...size });

  test("shows a small flow whole and never enlarged", () => {
    expect(startView([card(0, 0)], area)).toEqual({ x: 368, y: 360, zoom: 1 });
  });

  test("begins at the first card of a flow that would be too small to read", () => {
    const view = startView([card(0, 0), card(50_000, 0)], area);
    expect(view.zoom).toBe(1);
    expect(view.x).toBeGreaterThan(0);
  });
});
