/** Names and marks of nodes: left out when they say nothing, and what they do to a tidied flow. */
import { expect, test } from "vitest";
import { tidy } from "../../src/model/layout";
import { disableNodes, pinNodes, renameNode } from "../../src/model/nodeActions";
import { placed } from "../../src/model/placed";
import { nodeName, say } from "../../src/model/words";
import { applied, flow, node, typeOf } from "./support";

const PAIR = flow([node("a", "trigger"), node("b", "end")], "a > b");
const t = ((key: string) => key) as never;

test("a name, a disabled and a pinned node are told, and what is empty or false is left out", () => {
  const marked = applied(PAIR, renameNode("b", "The end"), disableNodes(["b"], true), pinNodes(["b"], true));
  expect(marked.nodes[1]).toEqual({ ...node("b", "end"), name: "The end", disabled: true, pinned: true });
  expect(marked.nodes[0]).toBe(PAIR.nodes[0]);
  const plain = applied(marked, renameNode("b", "  "), disableNodes(["b"], false), pinNodes(["b"], false));
  expect(plain).toEqual(PAIR);
  expect(applied(PAIR, renameNode("b", "n".repeat(300))).nodes[1]?.name).toHaveLength(100);
});

test("a card is titled by its name, and its kind stands below", () => {
  const named = { ...node("b", "end"), name: "The end" };
  expect(say(named, typeOf("end"), t)).toMatchObject({ title: "The end", kind: "End" });
  expect(say(node("b", "end"), typeOf("end"), t)).toMatchObject({ title: "End", kind: "End" });
  expect(nodeName(named, typeOf("end"), t)).toBe("The end");
});

test("tidying up leaves a pinned node where it is and covers it with no other", async () => {
  const at = (id: string, x: number, y: number) => node(id, "send_message", {}, { x, y });
  const nodes = [
    at("a", 0, 0),
    { ...at("b", 700, 500), pinned: true },
    { ...at("c", 300, 480), pinned: true },
  ];
  const row = flow([...nodes, at("d", 0, 0)], "a > b", "b > d");
  const size = { width: 264, height: 100 };
  const places = await tidy(row, placed, () => size);
  expect([...places.keys()].sort()).toEqual(["a", "d"]);
  const boxes = row.nodes.map(({ id, position }) => ({ ...(places.get(id) ?? position), ...size }));
  const covers = boxes.some((one, at) =>
    boxes.slice(at + 1).some((other) => Math.abs(one.x - other.x) < 264 && Math.abs(one.y - other.y) < 100),
  );
  expect(covers).toBe(false);
});
