/** Groups: what is in them, their frames, and how they come and go; also those of files that make no sense. */
import { describe, expect, test } from "vitest";
import * as actions from "../../src/model/actions";
import { copyText, readClipboard } from "../../src/model/clipboard";
import { complete, type FlowDocument, type Group } from "../../src/model/document";
import { groupParts, ungroup } from "../../src/model/groupActions";
import { depthOf, framesOf, nestingOf, outermost, withInside } from "../../src/model/groups";
import { begin, record, undo } from "../../src/model/history";
import { addNote, changeNote, newNote } from "../../src/model/noteActions";
import { addedParts } from "../../src/model/parts";
import { applied, flow, node, TYPES } from "./support";

const ABC = flow([node("a"), node("b"), node("c")], "a > b", "b > c");
const group = (id: string, ...members: string[]): Group => ({ id, members, name: "", colour: "grey" });
const withGroups = (...groups: Group[]): FlowDocument => ({ ...ABC, groups });
const membersOf = ({ groups = [] }: FlowDocument) => groups.map(({ id, members }) => [id, ...members]);

describe("groups", () => {
  test("are made around parts, inside of the group that all of these are in", () => {
    const one = applied(ABC, groupParts(["a", "b"]));
    expect(membersOf(one)).toEqual([["group", "a", "b"]]);
    const two = applied(one, groupParts(["b"]));
    expect(membersOf(two)).toEqual([
      ["group", "a", "group_2"],
      ["group_2", "b"],
    ]);
    expect(membersOf(applied(two, groupParts(["group", "b", "c"])))).toEqual([
      ["group", "a", "group_2"],
      ["group_2", "b"],
      ["group_3", "group", "c"],
    ]);
  });

  test("leave what was in them where it was when they are taken apart", () => {
    const nested = withGroups(group("outer", "a", "inner"), group("inner", "b", "c"));
    expect(membersOf(applied(nested, ungroup(["inner"])))).toEqual([["outer", "a", "b", "c"]]);
    expect(applied(nested, ungroup(["outer", "inner"])).groups).toBeUndefined();
    expect(membersOf(applied(nested, ungroup(["a"])))).toEqual([
      ["outer", "inner"],
      ["inner", "b", "c"],
    ]);
  });

  test("go when nothing is left in them, and undo brings the very same document back", () => {
    const history = begin(withGroups(group("outer", "inner"), group("inner", "a")));
    const after = record(history, actions.deleteParts(["a"]));
    expect("groups" in after.document).toBe(false);
    expect(undo(after).document).toEqual(history.document);
    const undone = undo(record(begin(ABC), groupParts(["a"]))).document;
    expect("groups" in undone).toBe(false);
  });

  test("are deleted, copied and duplicated with what is in them", () => {
    const nested = withGroups(group("outer", "a", "inner"), group("inner", "b"));
    expect(applied(nested, actions.deleteParts(["outer"])).nodes.map(({ id }) => id)).toEqual(["c"]);
    const twice = applied(nested, actions.duplicate(["inner"]));
    expect(membersOf(twice)).toEqual([
      ["outer", "a", "inner", "inner_2"],
      ["inner", "b"],
      ["inner_2", "b_2"],
    ]);
    expect(addedParts(nested, twice)).toEqual(["inner_2"]);
    const { fragment } = readClipboard(copyText(nested, TYPES, ["outer"]));
    const pasted = applied(ABC, actions.paste(fragment as never, { x: 0, y: 0 }));
    expect(membersOf(pasted)).toEqual([
      ["outer", "a_2", "inner"],
      ["inner", "b_2"],
    ]);
  });

  test("are as large as what is in them", () => {
    const nested = withGroups(group("outer", "a", "inner"), group("inner", "b"), group("empty", "nobody"));
    const frames = framesOf(nested, (id) =>
      id === "nobody" ? undefined : { x: 0, y: 0, width: 100, height: 50 },
    );
    expect(frames.get("inner")).toEqual({ x: -20, y: -52, width: 140, height: 122 });
    expect(frames.get("outer")).toEqual({ x: -40, y: -104, width: 180, height: 194 });
    expect(frames.has("empty")).toBe(false);
  });

  test.each([
    ["a group in itself", [group("g", "g", "a")]],
    ["two in each other", [group("g", "h", "a"), group("h", "g", "b")]],
    ["three in a circle", [group("g", "h"), group("h", "i"), group("i", "g", "a")]],
    ["a part in two groups", [group("g", "a"), group("h", "a")]],
  ])("of a file that makes no sense hang nothing: %s", (_, groups) => {
    const odd = withGroups(...groups);
    expect(nestingOf(odd).parents.has("a")).toBe(true);
    expect(depthOf(odd, "a")).toBeGreaterThan(0);
    expect(framesOf(odd, () => ({ x: 0, y: 0, width: 1, height: 1 })).size).toBeGreaterThan(0);
    const all = groups.map(({ id }) => id);
    expect(outermost(odd, all).length).toBeGreaterThan(0);
    expect(withInside(odd, outermost(odd, all)).has("a")).toBe(true);
    expect(applied(odd, ungroup(all)).groups).toBeUndefined();
    const gone = applied(odd, actions.deleteParts(all));
    expect([gone.groups, gone.nodes.some(({ id }) => id === "a")]).toEqual([undefined, false]);
  });

  test("take a node in that is put between two of theirs", () => {
    const pair = withGroups(group("g", "a", "b"));
    const after = applied(pair, actions.addNode(TYPES, node("new"), { kind: "onEdge", edgeId: "e1" }));
    expect(membersOf(after)).toEqual([["g", "a", "b", "new"]]);
    const behind = applied(pair, actions.addNode(TYPES, node("new"), { kind: "onEdge", edgeId: "e2" }));
    expect(membersOf(behind)).toEqual([["g", "a", "b"]]);
  });
});

test("500 groups in each other are measured and taken apart", () => {
  const groups = Array.from({ length: 500 }, (_, at) => group(`g${at}`, at === 499 ? "a" : `g${at + 1}`));
  const deep = withGroups(...groups);
  expect(depthOf(deep, "a")).toBe(500);
  expect(framesOf(deep, () => ({ x: 0, y: 0, width: 1, height: 1 })).size).toBe(500);
  expect(applied(deep, actions.deleteParts(["a"])).groups).toBeUndefined();
});

describe("notes", () => {
  const noted = applied(ABC, addNote(newNote({ x: 8, y: 8 }, ABC)));

  test("are added, changed within the server's limits, moved and deleted", () => {
    const changed = applied(
      noted,
      changeNote("note", { text: "x".repeat(6_000), colour: "blue", width: 5, height: 99_999 }),
      actions.moveNodes(new Map([["note", { x: 16, y: 16 }]])),
    );
    expect(changed.notes).toMatchObject([
      { colour: "blue", width: 120, height: 2_000, position: { x: 16, y: 16 } },
    ]);
    expect(changed.notes?.[0]?.text).toHaveLength(5_000);
    expect("notes" in applied(changed, actions.deleteParts(["note"]))).toBe(false);
  });

  test("come back from the clipboard; what is no note is mended or left out", () => {
    const { fragment } = readClipboard(copyText(noted, TYPES, ["note"]));
    expect(fragment).toMatchObject({ nodes: [], notes: noted.notes });
    const odd = { nodes: [], notes: [{ id: "n", colour: "red", width: -5, text: 7 }, "no", { id: "" }] };
    expect(readClipboard(JSON.stringify(odd)).fragment?.notes).toEqual([
      { id: "n", text: "", colour: "yellow", position: { x: 0, y: 0 }, width: 240, height: 160 },
    ]);
    const pasted = applied(noted, actions.paste(fragment as never, { x: 0, y: 0 }));
    expect(pasted.notes?.map(({ id }) => id)).toEqual(["note", "note_2"]);
  });
});

test("nodes, notes and groups of a file that share an id get ids of their own", () => {
  const { nodes, notes, groups } = complete({
    name: "F",
    nodes: [{ id: "x", type: "end" }],
    notes: [{ id: "x" }] as never,
    groups: [{ id: "x", members: ["x"] }] as never,
  } as never);
  expect([nodes[0]?.id, notes?.[0]?.id, groups?.[0]?.id]).toEqual(["x", "x_2", "x_3"]);
});

test("a document that takes the place of another takes all of it", () => {
  const noted = { ...applied(ABC, addNote(newNote({ x: 0, y: 0 }, ABC))), groups: [group("g", "a")] };
  expect(applied(noted, actions.replaceDocument(ABC))).toEqual(ABC);
});
