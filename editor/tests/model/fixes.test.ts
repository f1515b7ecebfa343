/** Quick fixes: one that was worked out from an earlier document is not carried out on a later one. */
import { expect, it } from "vitest";
import { fits } from "../../src/model/fixes";
import type { Fix } from "../../src/types";
import { flow, node } from "./support";

const label = "";
const setText: Fix = { type: "set_field", label, nodeId: "a", field: "text", value: "old, mended" };
const edge = (id: string, source: string, target: string) => ({ id, source, sourceHandle: "out", target });
const before = () => ({
  ...flow([node("a"), node("b"), node("c")]),
  edges: [edge("e", "a", "b")],
  settings: { timezone: "UTC" },
});

it("sets a field only in the settings it was worked out from, wherever the card stands", () => {
  const [checked, now] = [before(), before()];
  expect(fits(setText, checked, now)).toBe(true);
  const [a, ...others] = now.nodes as [(typeof now.nodes)[number], ...typeof now.nodes];
  expect(fits(setText, checked, { ...now, nodes: [{ ...a, position: { x: 9, y: 9 } }, ...others] })).toBe(
    true,
  );
  expect(fits(setText, checked, { ...now, nodes: [{ ...a, config: { text: "new" } }, ...others] })).toBe(
    false,
  );
  expect(fits(setText, checked, { ...now, nodes: others })).toBe(false);
});

it("sets a setting of the flow only where they are as they were", () => {
  const fix: Fix = { ...setText, nodeId: null, field: "timezone" };
  expect(fits(fix, before(), before())).toBe(true);
  expect(fits(fix, before(), { ...before(), settings: { timezone: "Europe/Madrid" } })).toBe(false);
});

it("leads a wire elsewhere only while it and its way are as they were", () => {
  const fix: Fix = { type: "reconnect", label, edgeId: "e", source: "a", port: "out", target: "c" };
  const gone = before().nodes.filter(({ id }) => id !== "c");
  expect(fits(fix, before(), before())).toBe(true);
  expect(fits(fix, before(), { ...before(), edges: [edge("e", "b", "c")] })).toBe(false);
  expect(fits(fix, before(), { ...before(), nodes: gone })).toBe(false);
});

it("deletes only what was found: the same wires, a node that nothing leads to since", () => {
  const wires: Fix = { type: "delete_edges", label, edgeIds: ["e"] };
  const alone: Fix = { type: "delete_node", label, nodeId: "c" };
  const now = { ...before(), edges: [edge("e", "b", "c")] };
  expect([fits(wires, before(), before()), fits(wires, before(), now)]).toEqual([true, false]);
  expect([fits(alone, before(), before()), fits(alone, before(), now)]).toEqual([true, false]);
});

it("adds a node only where the way is still open", () => {
  const fix: Fix = { type: "add_node", label, nodeType: "end", config: {}, source: "b", port: "out" };
  const now = { ...before(), edges: [...before().edges, edge("f", "b", "c")] };
  expect([fits(fix, before(), before()), fits(fix, before(), now)]).toEqual([true, false]);
});
