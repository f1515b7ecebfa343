/** A form offers the variables that can have a value where its node stands. */
import { expect, test } from "vitest";
import { type ScopeItem, variablesAt } from "../../src/model/scope";
import { flow, node, TYPES } from "./support";

const SCOPE: ScopeItem[] = [
  { path: "contact.name", help: "Name", example: "Ana", from: null },
  { path: "message.text", help: "Text", from: "message" },
  { path: "event.total", help: "Total", from: "webhook" },
];

const DOCUMENT = flow(
  [
    node("hi", "trigger", { on: { type: "message_received" } }),
    node("hook", "trigger", { on: { type: "webhook" } }),
    node("ask", "wait_for_reply", { saveTo: "city" }),
    node("set", "set_variable", { name: "later", value: "1" }),
    node("odd", "set_variable", { name: ["no", "name"] }),
    node("both"),
    node("alone"),
  ],
  "hi > ask",
  "ask.replied > set",
  "set > odd",
  "hook > both",
  "odd > both",
);

const paths = (id: string) => variablesAt(DOCUMENT, TYPES, id, SCOPE).map(({ path }) => path);

test("what a node writes is known after it, not before", () => {
  expect(paths("ask")).toEqual(["contact.name", "message.text"]);
  expect(paths("set")).toEqual(["contact.name", "message.text", "vars.city"]);
});

test("every trigger that leads here gives what it has", () => {
  expect(paths("both")).toEqual(["contact.name", "message.text", "event.total", "vars.city", "vars.later"]);
  expect(paths("hook")).toEqual(["contact.name", "event.total"]);
});

test("before anything leads to a node, all that may come is offered", () => {
  expect(paths("alone")).toEqual(["contact.name", "message.text", "event.total"]);
  expect(paths("missing")).toEqual(["contact.name", "message.text", "event.total"]);
});

test("help and example ride along", () => {
  expect(variablesAt(DOCUMENT, TYPES, "set", SCOPE)).toContainEqual({
    path: "contact.name",
    help: "Name",
    example: "Ana",
  });
  expect(variablesAt(DOCUMENT, TYPES, "set", SCOPE)).toContainEqual({
    path: "vars.city",
    help: "Wait for reply",
    example: undefined,
  });
});

test("what is set before a jump is known where it leads, and before a goal whatever is set", () => {
  const set = (id: string) => node(id, "set_variable", { name: id, value: "x" });
  const nodes = [
    node("start", "trigger"),
    ...[set("first"), set("again"), node("jump", "go_to", { target: "again" }), set("last")],
    ...[node("goal", "goal"), set("won"), set("alone")],
  ];
  const document = flow(nodes, "start > first", "first > again", "again > last", "last > jump", "goal > won");
  const at = (id: string) => variablesAt(document, TYPES, id, []).map(({ path }) => path);
  expect(at("again")).toEqual(["vars.first", "vars.again", "vars.last"]);
  expect(at("alone")).toEqual([]);
  expect(at("won")).toHaveLength(5);
});
