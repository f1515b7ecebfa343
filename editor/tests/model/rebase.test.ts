import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/model/document";
import { rebase } from "../../src/model/rebase";
import { flow, node, wires } from "./support";

const BASE = flow([node("a"), node("b"), node("c")], "a > b", "b > c");

const withNode = (document: FlowDocument, id: string, config: object): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((each) => (each.id === id ? { ...each, config: { ...config } } : each)),
});

test("changes of different nodes are both kept", () => {
  const found = rebase(BASE, withNode(BASE, "a", { x: "mine" }), withNode(BASE, "b", { x: "theirs" }));
  expect(found.clashes).toBe(0);
  expect(found.document.nodes.map(({ config }) => config)).toEqual([{ x: "mine" }, { x: "theirs" }, {}]);
  expect(wires(found.document)).toEqual(wires(BASE));
});

test("of a node that both changed each setting is kept", () => {
  const base = withNode(BASE, "a", { text: "Hi", footer: "Bye", kept: 1 });
  const mine = withNode(base, "a", { text: "Mine", footer: "Bye", kept: 1 });
  const moved = { ...mine, nodes: mine.nodes.map((each) => ({ ...each, position: { x: 8, y: 8 } })) };
  const theirs = withNode(base, "a", { text: "Hi", kept: 1, more: 2 });
  const named = { ...theirs, nodes: theirs.nodes.map((each) => ({ ...each, name: "Named" })) };
  const { document, clashes } = rebase(base, moved, named);
  expect(clashes).toBe(0);
  expect(document.nodes[0]).toEqual({
    ...node("a", "send_message", { text: "Mine", kept: 1, more: 2 }, { x: 8, y: 8 }),
    name: "Named",
  });
});

test("a note that one moves and another writes in is both", () => {
  const note = {
    id: "n",
    text: "",
    colour: "yellow" as const,
    position: { x: 0, y: 0 },
    width: 200,
    height: 90,
  };
  const base = { ...BASE, notes: [note] };
  const mine = { ...base, notes: [{ ...note, position: { x: 8, y: 0 } }] };
  const { document, clashes } = rebase(base, mine, { ...base, notes: [{ ...note, text: "Theirs" }] });
  expect(clashes).toBe(0);
  expect(document.notes).toEqual([{ ...note, text: "Theirs", position: { x: 8, y: 0 } }]);
});

test("where both changed the same, mine counts and is told", () => {
  const mine = { ...withNode(BASE, "a", { x: "mine" }), name: "Mine", settings: { one: 1 } };
  const theirs = { ...withNode(BASE, "a", { x: "theirs" }), name: "Theirs", settings: { two: 2 } };
  const { document, clashes } = rebase(BASE, mine, theirs);
  expect(clashes).toBe(2);
  expect(document.name).toBe("Mine");
  expect(document.nodes[0]?.config).toEqual({ x: "mine" });
  expect(document.settings).toEqual({ one: 1, two: 2 });
  expect(rebase(BASE, mine, mine)).toEqual({ document: mine, clashes: 0 });
});

test("nothing leads to a node that one of us deleted", () => {
  const mine = flow([node("a"), node("b")], "a > b");
  const theirs = { ...flow([node("a"), node("b"), node("c"), node("d")], "a > b", "b > c", "c > d") };
  const { document } = rebase(BASE, mine, theirs);
  expect(document.nodes.map(({ id }) => id)).toEqual(["a", "b", "d"]);
  expect(wires(document)).toEqual(["a.out > b"].map((way) => way.replace(".out", ".out")));
});

test("a way out that both led elsewhere goes where I led it, and ids stay apart", () => {
  const mine = flow([...BASE.nodes, node("m")], "a > b", "b > m");
  const theirs = flow([...BASE.nodes, node("t")], "a > b", "b > t", "c > t");
  const { document, clashes } = rebase(BASE, mine, theirs);
  expect(clashes).toBe(1);
  expect(wires(document).sort()).toEqual(["a.out > b", "b.out > m", "c.out > t"]);
  expect(new Set(document.edges.map(({ id }) => id)).size).toBe(3);
});

test("groups lose members that are gone", () => {
  const grouped = { ...BASE, groups: [{ id: "g", members: ["a", "c"], name: "", colour: "grey" as const }] };
  const { document } = rebase(
    grouped,
    { ...grouped, nodes: grouped.nodes.slice(0, 2) },
    { ...grouped, name: "New" },
  );
  expect(document.groups?.[0]?.members).toEqual(["a"]);
});

test("two new nodes of one name are two nodes, each with its own ways", () => {
  const mine = withNode(flow([...BASE.nodes, node("new")], "a > b", "b > c", "c > new"), "new", {
    x: "mine",
  });
  const theirs = withNode(flow([...BASE.nodes, node("new")], "a > b", "b > new", "new > c"), "new", {
    x: "theirs",
  });
  const { document, clashes } = rebase(BASE, mine, theirs);
  expect(clashes).toBe(0);
  expect(document.nodes.map(({ id, config }) => [id, config.x])).toEqual([
    ["a", undefined],
    ["b", undefined],
    ["c", undefined],
    ["new", "theirs"],
    ["new_2", "mine"],
  ]);
  expect(wires(document).sort()).toEqual(["a.out > b", "b.out > new", "c.out > new_2", "new.out > c"]);
});

test("a wire of mine to a node that they deleted is told", () => {
  const mine = flow([...BASE.nodes, node("m")], "a > b", "b > c", "m > c");
  const theirs = flow([node("a"), node("b")], "a > b");
  expect(rebase(BASE, mine, theirs).clashes).toBe(1);
});

test("a node that I changed and they deleted comes back with its ways", () => {
  const theirs = flow([node("a"), node("c")]);
  const { document, clashes } = rebase(BASE, withNode(BASE, "b", { x: "mine" }), theirs);
  expect(clashes).toBe(1);
  expect(wires(document).sort()).toEqual(["a.out > b", "b.out > c"]);
});

test("a group that nobody is in any more goes", () => {
  const grouped = { ...BASE, groups: [{ id: "g", members: ["c"], name: "", colour: "grey" as const }] };
  const { document } = rebase(grouped, { ...grouped, nodes: grouped.nodes.slice(0, 2) }, grouped);
  expect(document.groups).toBeUndefined();
});

describe("tests of the flow", () => {
  const named = (name: string, text = "Hi") => ({ name, steps: [{ type: "say", text }] });
  const withTests = (...tests: object[]) => ({ ...BASE, tests: tests as Record<string, unknown>[] });
  const base = withTests(named("old"));

  test("those that each of us added are both kept, theirs first", () => {
    const mine = withTests(named("old"), named("mine"));
    const theirs = withTests(named("old"), named("theirs"));
    const { document, clashes } = rebase(base, mine, theirs);
    expect([document.tests, clashes]).toEqual([[named("old"), named("theirs"), named("mine")], 0]);
    expect(rebase(BASE, withTests(named("a")), withTests(named("b"))).document.tests).toHaveLength(2);
  });

  test("two of one name are two, unless they are the same", () => {
    const mine = withTests(named("old"), named("new", "Mine"), named("new 2"));
    const theirs = withTests(named("old"), named("new", "Theirs"));
    const { document, clashes } = rebase(base, mine, theirs);
    const expected = [named("old"), named("new", "Theirs"), named("new 3", "Mine"), named("new 2")];
    expect([document.tests, clashes]).toEqual([expected, 0]);
    expect(rebase(base, mine, mine).document.tests).toEqual(mine.tests);
  });

  test("where both changed the same one, mine counts and is told; what only they changed in it stays", () => {
    const mine = withTests({ ...named("old", "Mine"), contact: { name: "Ann" } });
    const theirs = withTests({ ...named("old", "Theirs"), startAt: "2026-01-01" });
    const { document, clashes } = rebase(base, mine, theirs);
    expect(clashes).toBe(1);
    expect(document.tests).toEqual([
      { ...named("old", "Mine"), contact: { name: "Ann" }, startAt: "2026-01-01" },
    ]);
  });

  test("one that is deleted here and left there is gone, whoever deleted it", () => {
    const both = withTests(named("old"), named("kept"));
    const without = withTests(named("kept"));
    expect(rebase(both, without, both)).toEqual({ document: without, clashes: 0 });
    expect(rebase(both, both, without)).toEqual({ document: without, clashes: 0 });
    expect(rebase(base, BASE, base).document.tests).toBeUndefined();
  });

  test("two of one name in a file stay two", () => {
    const twins = withTests(named("twin", "One"), named("twin", "Two"));
    expect(rebase(twins, { ...twins, name: "Mine" }, twins).document.tests).toEqual(twins.tests);
  });
});
