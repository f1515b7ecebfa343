import { t } from "i18next";
import { expect, test } from "vitest";
import "../../src/i18n/history";
import type { FlowNode } from "../../src/model/document";
import { type FieldChange, fieldChanges, settingChanges } from "../../src/model/fieldChanges";
import { node, TYPES } from "./support";

const changes = (before: FlowNode | undefined, after: FlowNode | undefined) =>
  fieldChanges(before, after, (tag) => TYPES.get(tag), t).map(
    ({ path, before: old, after: now }: FieldChange) => `${path.join(" › ")}: ${old} -> ${now}`,
  );

const says = (text: string) => node("a", "send_message", { body: { type: "text", text } });

test("a text is told with the titles of its form", () => {
  const [line = ""] = changes(says("Hi"), says("Hello\nyou"));
  expect(line).toMatch(/^.+ › .+: Hi -> Hello\nyou$/);
  expect(changes(says("Hi"), says("Hi"))).toEqual([]);
});

test("the name, the flags and another kind are told", () => {
  expect(changes(says("Hi"), { ...says("Hi"), name: "Greeting", disabled: true })).toEqual([
    "Name of the node: undefined -> Greeting",
    "Disabled: no -> yes",
  ]);
  expect(changes(says("Hi"), node("a", "end", { outcome: "done" }))).toEqual([
    expect.stringContaining("Kind of node"),
    expect.stringContaining("-> done"),
  ]);
});

test("a length of time and a rule are sentences", () => {
  const waits = (hours: number) => node("w", "wait", { duration: { hours } });
  expect(changes(waits(1), waits(2))).toEqual([expect.stringContaining("1 hour -> 2 hours")]);
  const asks = (value: string) =>
    node("c", "condition", {
      branches: [{ id: "b1", label: "", when: { all: [{ field: "contact.city", op: "equals", value }] } }],
    });
  const [line = ""] = changes(asks("Rome"), asks("Oslo"));
  expect(line).toContain("Rome");
  expect(line).toContain("Oslo");
});

test("rows with ids are the same wherever they stand", () => {
  const row = (id: string, label: string) => ({ id, label, when: { expression: "true" } });
  const asks = (...branches: object[]) => node("c", "condition", { branches });
  const found = changes(asks(row("x", "X"), row("y", "Y")), asks(row("y", "Y"), row("x", "X")));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain("Order: x, y -> y, x");
});

test("settings that no form knows are told all the same, and secrets are not", () => {
  const odd = (value: unknown) => node("a", "gone.type", { deep: { er: value } });
  expect(changes(odd(1), odd(2))).toEqual(['Deep: {"er":1} -> {"er":2}']);
  const long = changes(says("a"), says("x".repeat(9_999)))[0] ?? "";
  expect(long.length).toBeLessThan(2_100);
});

test("what was added or removed has one side", () => {
  expect(changes(undefined, says("Hi"))).toEqual([expect.stringMatching(/: undefined -> /)]);
  expect(changes(says("Hi"), undefined)).toEqual([expect.stringMatching(/ -> undefined$/)]);
});

test("no secret is told, also where only one side has what it stands in", () => {
  const schema = {
    properties: {
      access: { anyOf: [{ $ref: "#/$defs/Access" }, { type: "null" }] },
      doors: { type: "array", items: { $ref: "#/$defs/Access" } },
    },
    $defs: {
      Access: {
        type: "object",
        properties: { user: { type: "string" }, token: { type: "string", "x-ui": { widget: "secret" } } },
      },
    },
  };
  const access = { user: "ana", token: "hush" };
  const told = [
    settingChanges({}, { access, doors: [access] }, schema, t),
    settingChanges({ access, doors: [access] }, { access: null }, schema, t),
  ];
  expect(told.flat()).toHaveLength(4);
  expect(JSON.stringify(told)).toContain("ana");
  expect(JSON.stringify(told)).not.toContain("hush");
});
