/** Cards say what their node does, also while it is half filled in or its settings are odd. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { t } from "../../src/i18n";
import { type NodeType, portsOf } from "../../src/model/nodeTypes";
import { say, sayPort } from "../../src/model/words";
import { node, TYPES, typeOf } from "./support";

const sentence = (type: string, config: Record<string, unknown>) =>
  say(node("n", type, config), TYPES.get(type), t).sentence;
const message = (match: string, ...keywords: string[]) => ({
  on: { type: "message_received", match, keywords },
});
const rules = (when: object) => ({ branches: [{ id: "b", when }] });

test.each([
  ["trigger", message("contains", "hi", "hello"), "When a message contains hi or hello"],
  ["trigger", message("exact", "stop"), "When a message is stop"],
  [
    "trigger",
    message("contains", "a", "b", "c", "d", "e", "f", "g"),
    "When a message contains a, b, c, d, or 3 more",
  ],
  ["trigger", message("any"), "When any message arrives"],
  ["trigger", message("contains"), "When a message contains …"],
  ["trigger", { on: { type: "webhook" } }, "When a program calls the flow's address"],
  ["trigger", {}, "Choose what starts the flow"],
  [
    "send_message",
    { body: { type: "text", text: "Hi {{ contact.name }}\n\n$t(words.end.plain) {{t}}" } },
    "Send “Hi {{ contact.name }} $t(words.end.plain) {{t}}”",
  ],
  ["send_message", { body: null }, "Write the message to send"],
  ["wait", { duration: { hours: 2 } }, "Wait 2 hours"],
  ["wait", { duration: { days: 1, minutes: 30 } }, "Wait 1 day and 30 minutes"],
  ["wait", { duration: { seconds: 86_400 } }, "Wait 1 day"],
  ["wait", { duration: { minutes: 90, seconds: 5 } }, "Wait 1 hour, 30 minutes, and 5 seconds"],
  ["wait", { duration: {} }, "Choose how long to wait"],
  ["wait", { until: "2026-12-24T18:00" }, "Wait until 2026-12-24 18:00"],
  ["wait_for_reply", { saveTo: null, timeout: { minutes: 10 } }, "Wait for a reply, up to 10 minutes"],
  ["wait_for_reply", { saveTo: "city" }, "Wait for a reply and keep it as city"],
  [
    "wait_for_reply",
    { saveTo: "city", timeout: { days: 1 } },
    "Wait for a reply, up to 1 day, and keep it as city",
  ],
  ["set_variable", { name: "spot", value: "{{ message.text }}" }, "Set spot to {{ message.text }}"],
  ["set_variable", { name: "" }, "Choose a name for the variable"],
  ["end", { outcome: "helped" }, "End: helped"],
  ["end", {}, "End"],
  [
    "condition",
    rules({ all: [{ field: "contact.tags", op: "contains", value: "vip" }] }),
    "If tags contain vip",
  ],
  [
    "condition",
    rules({
      any: [
        { field: "message.text", value: "yes" },
        { field: "vars.total", op: "at_least", value: 5 },
      ],
    }),
    "If message is yes or total is at least 5",
  ],
  ["condition", rules({ all: [{ field: "contact.fields.city", op: "is_set" }] }), "If city is set"],
  ["condition", rules({ expression: "vars.n > 3" }), "If vars.n > 3"],
  ["condition", { branches: [{ id: "a" }, { id: "b" }] }, "Choose what to compare"],
  [
    "condition",
    {
      branches: [
        { id: "a", when: { all: [{ field: "contact.tags", op: "contains", value: "vip" }] } },
        { id: "b" },
        { id: "c", when: { expression: "vars.n > 3" } },
      ],
    },
    "If tags contain vip; else if …; else if vars.n > 3",
  ],
  [
    "wait_for_reply",
    { saveTo: "x".repeat(2_000_000) },
    `Wait for a reply and keep it as ${"x".repeat(160)}…`,
  ],
  ["condition", { branches: "none" }, "Choose what to compare"],
  ["acme.find_parcel", { number: "{{ vars.n }}" }, "Number: {{ vars.n }}"],
  ["acme.find_parcel", {}, typeOf("acme.find_parcel").help],
  ["not.installed", { a: 1 }, "The node type “not.installed” is not installed here"],
])("%s %j says: %s", (type, config, words) => expect(sentence(type, config)).toBe(words));

test("a node of others tells its settings by their kind, and never a secret", () => {
  const schema = {
    type: "object",
    properties: {
      carrier: { enum: ["dhl", "ups"], "x-ui": { labels: { dhl: "DHL" } } },
      key: { type: "string", format: "password" },
      isFast: { type: "boolean" },
      items: { type: "array", items: { type: "object" } },
      wait: { type: "object" },
      more: { type: "string" },
    },
  };
  const type: NodeType = { ...typeOf("end"), tag: "x", title: "Ship", schema };
  const config = {
    carrier: "dhl",
    key: "secret",
    isFast: true,
    items: [{}, {}],
    wait: { hours: 1 },
    more: "left out",
  };
  expect(say(node("n", "x", config), type, t)).toEqual({
    title: "Ship",
    kind: "Ship",
    sentence: "Carrier: DHL · Is fast: yes · Items: 2 rows · Wait: 1 hour",
  });
});

describe("sayPort", () => {
  const branches = [
    { id: "a", label: "Regulars", when: {} },
    { id: "b", when: { all: [{ field: "contact.tags", op: "contains", value: "vip" }] } },
    { id: "d" },
  ];
  const ports = (type: string, config = {}) =>
    portsOf(node("n", type, config), TYPES.get(type)).map((port) =>
      sayPort(node("n", type, config), port, t),
    );

  test("calls a branch by its label, else by its rule, else by its number", () => {
    expect(ports("condition", { branches })).toEqual([
      "Regulars",
      "tags contain vip",
      "Branch 3",
      "Otherwise",
    ]);
  });

  test("knows the ports of the built-in nodes", () => {
    expect(ports("send_message")).toEqual(["Next", "Failed"]);
    expect(ports("wait_for_reply")).toEqual(["Replied", "No reply"]);
    expect(ports("acme.find_parcel")).toEqual(["", ""]);
  });
});

test("no settings whatever break a card", () => {
  const config = fc.dictionary(
    fc.constantFrom(
      "on",
      "body",
      "branches",
      "duration",
      "until",
      "timeout",
      "saveTo",
      "name",
      "value",
      "outcome",
      "__proto__",
    ),
    fc.oneof(fc.jsonValue(), fc.array(fc.record({ id: fc.string(), when: fc.jsonValue() }))),
  );
  fc.assert(
    fc.property(fc.constantFrom(...TYPES.keys()), config, (type, odd) => {
      const subject = node("n", type, odd as Record<string, unknown>);
      expect(say(subject, TYPES.get(type), t).sentence).not.toBe("");
      for (const port of portsOf(subject, TYPES.get(type))) sayPort(subject, port, t);
    }),
    { seed: 7, numRuns: 2_000 },
  );
});
