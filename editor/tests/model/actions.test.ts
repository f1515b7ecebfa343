/** Each action changes the document as its name says, and its wires stay whole. */
import { describe, expect, test } from "vitest";
import * as actions from "../../src/model/actions";
import { newNode } from "../../src/model/actions";
import type { FlowNode } from "../../src/model/document";
import { begin, record } from "../../src/model/history";
import { applied, flow, node, TYPES, typeOf, wires } from "./support";

const HI = node("hi", "trigger");
const rows = (...ids: string[]) => node("c", "condition", { branches: ids.map((id) => ({ id, when: {} })) });

describe("addNode", () => {
  const two = flow([HI, node("a")], "hi > a");

  test("goes behind a port, before what came after it", () => {
    const added = actions.addNode(TYPES, node("b"), { kind: "after", source: "hi", port: "out" });
    expect(wires(applied(two, added))).toEqual(["hi.out > b", "b.out > a"]);
  });

  test("goes into the middle of an edge, by its first branch", () => {
    const added = actions.addNode(TYPES, rows("yes"), { kind: "onEdge", edgeId: "e1" });
    expect(wires(applied(two, added))).toEqual(["hi.out > c", "c.yes > a"]);
  });

  test("takes the wire of a port for itself when it has no way out to lead on from", () => {
    const added = actions.addNode(TYPES, node("stop", "end"), { kind: "after", source: "hi", port: "out" });
    expect(wires(applied(two, added))).toEqual(["hi.out > stop"]);
  });

  test("is wired to a free port", () => {
    const added = actions.addNode(TYPES, node("stop", "end"), { kind: "after", source: "a", port: "out" });
    expect(wires(applied(two, added))).toEqual(["hi.out > a", "a.out > stop"]);
  });

  test.each([
    ["a trigger", node("new", "trigger"), { kind: "after", source: "a", port: "out" } as const],
    ["a node without ways out on an edge", node("new", "end"), { kind: "onEdge", edgeId: "e1" } as const],
    ["a node on an edge that is gone", node("new"), { kind: "onEdge", edgeId: "e9" } as const],
    ["a node behind one that is gone", node("new"), { kind: "after", source: "x", port: "out" } as const],
  ])("leaves the wires alone for %s", (_, added, wire) => {
    const document = applied(two, actions.addNode(TYPES, added, wire));
    expect(document.nodes.map(({ id }) => id)).toEqual(["hi", "a", "new"]);
    expect(wires(document)).toEqual(["hi.out > a"]);
  });

  test("gives a node whose id is taken another one", () => {
    const added = actions.addNode(TYPES, node("a"), { kind: "after", source: "a", port: "out" });
    expect(wires(applied(two, added))).toEqual(["hi.out > a", "a.out > a_2"]);
  });
});

describe("connect and reconnect", () => {
  const three = flow([HI, node("a"), node("b")], "hi > a");

  test("replace the edge of the port", () => {
    expect(wires(applied(three, actions.connect("hi", "out", "b")))).toEqual(["hi.out > b"]);
    const moved = applied(
      three,
      actions.connect("a", "out", "b"),
      actions.reconnect("e1", { source: "a", port: "out", target: "a" }),
    );
    expect(wires(moved)).toEqual(["a.out > a"]);
    expect(moved.edges[0]?.id).toBe("e1");
  });

  test.each([
    ["into a trigger", actions.connect("a", "out", "hi")],
    ["to a node that is not there", actions.connect("a", "out", "gone")],
    ["from a node that is not there", actions.connect("gone", "out", "a")],
    ["as it is already", actions.connect("hi", "out", "a")],
    ["of an unknown edge", actions.reconnect("e9", { source: "a", port: "out", target: "b" })],
    ["of an edge into a trigger", actions.reconnect("e1", { source: "a", port: "out", target: "hi" })],
  ])("change nothing %s", (_, action) => {
    const history = begin(three);
    expect(record(history, action)).toBe(history);
  });
});

describe("deleteParts", () => {
  const remove = (...ids: string[]) => actions.deleteParts(ids);
  const line = flow([HI, node("a"), node("b"), node("c")], "hi > a", "a > b", "b > c");

  test("leads on past a node and past a chain", () => {
    expect(wires(applied(line, remove("a")))).toEqual(["hi.out > b", "b.out > c"]);
    expect(wires(applied(line, remove("a", "b")))).toEqual(["hi.out > c"]);
    expect(wires(applied(line, remove("c")))).toEqual(["hi.out > a", "a.out > b"]);
  });

  test("leads every way in on", () => {
    const join = flow([HI, node("a"), node("b"), node("c")], "hi > a", "a > b", "a.failed > b", "b > c");
    expect(wires(applied(join, remove("b")))).toEqual(["hi.out > a", "a.out > c", "a.failed > c"]);
  });

  test("does not choose between two ways out", () => {
    const fork = flow([HI, rows("yes"), node("a"), node("b")], "hi > c", "c.yes > a", "c.else > b");
    expect(wires(applied(fork, remove("c")))).toEqual([]);
    expect(wires(applied(fork, remove("c", "a")))).toEqual(["hi.out > b"]);
  });

  test("makes no node lead to itself and ends in circles of deleted nodes", () => {
    const loop = flow([HI, node("a"), node("b"), node("c")], "hi > a", "a > b", "b > a", "c > c");
    expect(wires(applied(loop, remove("b")))).toEqual(["hi.out > a", "c.out > c"]);
    expect(wires(applied(loop, remove("a", "b", "c")))).toEqual([]);
  });

  test("deletes chosen edges, and heals although a marquee chose the node's edges too", () => {
    expect(wires(applied(line, actions.deleteParts([], ["e2"])))).toEqual(["hi.out > a", "b.out > c"]);
    expect(wires(applied(line, actions.deleteParts(["b"], ["e2", "e3"])))).toEqual([
      "hi.out > a",
      "a.out > c",
    ]);
  });
});

describe("setField and setConfig", () => {
  const branched = flow([rows("x", "y"), node("a"), node("b")], "c.x > a", "c.y > b", "c.else > a");

  test("a branch that is taken out takes its edge with it", () => {
    const document = applied(branched, actions.setField("c", ["branches", 0], undefined));
    expect(wires(document)).toEqual(["c.y > b", "c.else > a"]);
    expect(wires(applied(branched, actions.setConfig("c", {})))).toEqual(["c.else > a"]);
  });

  test("branches in another order keep their edges, one with a new id takes its edge along", () => {
    const turned = [{ id: "y" }, { id: "x" }];
    expect(wires(applied(branched, actions.setField("c", ["branches"], turned)))).toEqual(wires(branched));
    const renamed = actions.setField("c", ["branches", 1, "id"], "z");
    expect(wires(applied(branched, renamed))).toEqual(["c.x > a", "c.z > b", "c.else > a"]);
  });

  test("change nothing when the value is there already or the node is not", () => {
    const history = begin(branched);
    expect(record(history, actions.setField("c", ["branches", 0, "id"], "x"))).toBe(history);
    expect(record(history, actions.setField("gone", ["x"], 1))).toBe(history);
  });

  test("take settings of odd shapes", () => {
    for (const branches of ["text", null, 7, { id: "x" }, [null, 5, { id: 5 }, []]]) {
      const odd = flow([node("c", "condition", { branches }), node("a")], "c.x > a");
      expect(wires(applied(odd, actions.setField("c", ["branches", 0], { id: "x" })))).toEqual(["c.x > a"]);
    }
  });

  test("touch nothing but their node", () => {
    const document = applied(branched, actions.setField("a", ["body", "text"], "Hi"));
    expect(document.nodes[0]).toBe(branched.nodes[0]);
    expect(document.nodes[2]).toBe(branched.nodes[2]);
    expect(document.edges).toBe(branched.edges);
  });
});

describe("paste and duplicate", () => {
  const pair = flow([HI, node("a", "send_message", {}, { x: 100, y: 50 }), node("b")], "hi > a", "a > b");

  test("give fresh ids, keep the inner edges and move the corner", () => {
    const document = applied(
      pair,
      actions.paste({ nodes: pair.nodes.slice(1), edges: pair.edges }, { x: 500, y: 500 }),
    );
    expect(document.nodes.slice(3).map(({ id, position }) => [id, position])).toEqual([
      ["a_2", { x: 600, y: 550 }],
      ["b_2", { x: 500, y: 500 }],
    ]);
    expect(wires(document)).toEqual(["hi.out > a", "a.out > b", "a_2.out > b_2"]);
  });

  test("duplicate stands beside", () => {
    const document = applied(pair, actions.duplicate(["a"]), actions.duplicate(["a_2"]));
    expect(document.nodes.slice(3).map(({ id, position }) => [id, position])).toEqual([
      ["a_2", { x: 140, y: 90 }],
      ["a_3", { x: 180, y: 130 }],
    ]);
  });

  test("lose none of those that share an id, and lead edges to the first", () => {
    const nodes = [node("a"), node("b"), node("b", "end", {}, { x: 0, y: 90 })];
    const note = {
      id: "b",
      text: "!",
      colour: "yellow" as const,
      position: { x: 0, y: 0 },
      width: 9,
      height: 9,
    };
    const groups = ["b", "b"].map((id) => ({ id, name: "", colour: "grey" as const, members: ["a", "b"] }));
    const fragment = { nodes, edges: flow(nodes, "a > b").edges, notes: [note], groups };
    const document = applied(flow([]), actions.paste(fragment, { x: 0, y: 0 }));
    expect(document.nodes.map(({ id }) => id)).toEqual(["a", "b", "b_2"]);
    expect(document.notes?.map(({ id }) => id)).toEqual(["b_3"]);
    expect(document.groups).toEqual([{ ...groups[0], id: "b_4" }]);
    expect(wires(document)).toEqual(["a.out > b"]);
  });

  test("do not paste what no port could hold", () => {
    const nodes = [node("p"), node("q"), HI];
    const { edges } = flow(nodes, "p > q", "p > p", "q > hi", "q > gone");
    expect(wires(applied(flow([]), actions.paste({ nodes, edges }, { x: 0, y: 0 })))).toEqual(["p.out > q"]);
  });
});

test("a flow keeps a name, and its name and description keep the server's limits", () => {
  const named = applied(flow([]), actions.renameFlow("  "), actions.describeFlow("d".repeat(9_000)));
  expect(named.name).toBe("Test");
  expect(named.description).toHaveLength(5_000);
  expect(applied(named, actions.renameFlow("n".repeat(300))).name).toHaveLength(200);
});

test("moveNodes makes no position that JSON cannot hold, and none of a node that is not there", () => {
  const moved = applied(
    flow([node("a")]),
    actions.moveNodes(
      new Map([
        ["a", { x: Number.NaN, y: 5 }],
        ["b", { x: 1, y: 1 }],
      ]),
    ),
  );
  expect(moved.nodes.map(({ position }) => position)).toEqual([{ x: 0, y: 5 }]);
});

describe("newNode", () => {
  const configOf = (tag: string): FlowNode["config"] => newNode(typeOf(tag), { x: 0, y: 0 }, flow([])).config;

  test("has a readable id that is free", () => {
    const document = flow([node("send_message"), node("send_message_2")]);
    expect(newNode(typeOf("send_message"), { x: 1, y: 2 }, document)).toMatchObject({
      id: "send_message_3",
      position: { x: 1, y: 2 },
    });
    expect(newNode(typeOf("acme.find_parcel"), { x: 0, y: 0 }, document).id).toBe("find_parcel");
  });

  test.each([
    ["trigger", { on: { type: "message_received" } }],
    ["send_message", { body: { type: "text", text: "" } }],
    ["condition", { branches: [{ id: "branch_1", when: { all: [{ field: "" }] } }] }],
    ["wait", { duration: { hours: 1 } }],
    ["wait_for_reply", {}],
    ["set_variable", { name: "", value: "" }],
    ["end", {}],
    ["acme.find_parcel", { number: "" }],
  ])("of the type %s starts as little as its schema allows", (tag, config) =>
    expect(configOf(tag)).toEqual(config),
  );
});
