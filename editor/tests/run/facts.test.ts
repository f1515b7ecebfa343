/** A step's settings, ways and place in words. */
import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { en } from "../../src/i18n/en";
import type { NodeType } from "../../src/model/nodeTypes";
import { beginningOf } from "../../src/run/beginning";
import { factsOf, plainFacts } from "../../src/run/facts";
import { indexOf, moved, placeAt } from "../../src/run/replay";
import { sayPortOf, waysOf } from "../../src/run/sayStep";
import type { Step } from "../../src/types";

const t = i18next.t.bind(i18next);

beforeAll(() => i18next.init({ lng: "en", resources: { en: { translation: en } } }));

const schema = {
  type: "object",
  properties: {
    body: { $ref: "#/$defs/Text" },
    saveTo: { type: "string" },
    timeout: { anyOf: [{ type: "object", additionalProperties: { type: "integer" } }, { type: "null" }] },
    isLoud: { type: "boolean", default: false },
    key: { type: "string", "x-ui": { widget: "secret" } },
    rows: { type: "array", items: { type: "object", properties: { id: { type: "string" } } } },
  },
  $defs: {
    Text: {
      title: "Text",
      type: "object",
      properties: {
        type: { enum: ["text"] },
        text: { type: "string" },
        previewUrl: { type: "boolean", default: false },
      },
    },
  },
};

test("settings are named as in the form, without tags, defaults and secrets", () => {
  const input = {
    body: { type: "text", text: "Hi Ana", previewUrl: false },
    saveTo: "spot",
    timeout: { hours: 2 },
    isLoud: true,
    key: "s3cret",
    rows: [{ id: "a" }],
  };
  expect(factsOf(input, { schema, portsFrom: "rows" }, t)).toEqual([
    { title: "Text", value: "Hi Ana" },
    { title: "Save to", value: "spot" },
    { title: "Timeout", value: "2 hours" },
    { title: "Is loud", value: "yes" },
  ]);
});

const condition = {
  tag: "condition",
  title: "Condition",
  ports: ["else"],
  portsFrom: "branches",
  schema: {},
} as unknown as NodeType;

const chose = (port: string): Step => ({
  executionId: 1,
  n: 1,
  nodeId: "which",
  nodeType: "condition",
  status: "Completed",
  port,
  input: {
    branches: [
      { id: "sunny", label: "Sunny", when: { any: [{ field: "vars.spot", op: "contains", value: "sun" }] } },
      { id: "branch_2", label: "", when: { all: [{ field: "contact.tags", op: "contains", value: "vip" }] } },
    ],
  },
});

test("a condition's ways are sentences, the one it took marked", () => {
  expect(waysOf(chose("branch_2"), condition, t)).toMatchObject([
    { words: "Sunny", rule: "spot contains sun", isTaken: false },
    { port: "branch_2", isTaken: true },
    { words: "Otherwise", rule: "", isTaken: false },
  ]);
  expect(sayPortOf(chose("sunny"), condition, t)).toBe("Sunny");
  expect(sayPortOf(chose("gone"), undefined, t)).toBe("gone");
});

test("the phone knows a word that starts the flow", () => {
  const flow = (...on: object[]) => ({
    name: "",
    description: "",
    formatVersion: 1 as const,
    nodes: on.map((each, at) => ({ id: `${at}`, type: "trigger", config: { on: each } })),
  });
  const message = (match: string, ...keywords: string[]) => ({ type: "message_received", match, keywords });
  expect(beginningOf(flow({ type: "webhook" }, message("contains", " ", "hi")))).toEqual({
    kind: "words",
    keyword: "hi",
  });
  expect(beginningOf(flow(message("any", "left over")))).toEqual({ kind: "any" });
  expect(beginningOf(flow(message("regex", "^a+$")))).toEqual({ kind: "pattern" });
  expect(beginningOf(flow({ type: "webhook" }))).toEqual({ kind: "outside" });
});

test("a replay follows the newest step until somebody goes back, and again at the end", () => {
  expect(indexOf("newest", 4)).toBe(3);
  const back = moved("newest", "back", 4);
  expect(back).toBe(2);
  expect(indexOf(back, 9)).toBe(2);
  expect(moved(2, "next", 4)).toBe("newest");
  expect(moved(0, "back", 4)).toBe(0);
  expect([moved(2, "first", 4), moved(2, "last", 4)]).toEqual([0, "newest"]);
  expect([placeAt(-3, 4), indexOf(7, 4), indexOf("newest", 0)]).toEqual([0, 3, -1]);
});

test("of what came out only our own names are said in words; somebody's own stay as they are", () => {
  const output = { waitUntil: "soon", name: "Ana", order_id: 7, saveTo: "spot", event: { name: "paid" } };
  const titled = { ...schema, properties: { saveTo: { type: "string", title: "Kept as" } } };
  expect(plainFacts(output, titled)).toEqual([
    { title: "Wait until", value: "soon" },
    { title: "name", value: "Ana" },
    { title: "order_id", value: "7" },
    { title: "Kept as", value: "spot" },
    { title: "Event: name", value: "paid" },
  ]);
});
