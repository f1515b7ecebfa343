/** Schemas are resolved as msgspec writes them, and those of others do no harm. */
import { describe, expect, test } from "vitest";
import {
  emptyValue,
  fieldsOf,
  type JsonSchema,
  memberOf,
  newRow,
  resolve,
  titleOf,
} from "../../src/model/schema";
import { typeOf } from "./support";

const schemaOf = (tag: string) => typeOf(tag).schema as JsonSchema;

describe("resolve", () => {
  test("unwraps an optional reference and keeps the hints of both", () => {
    const root = schemaOf("wait");
    const { schema, isNullable, ui } = resolve(root.properties?.duration ?? {}, root);
    expect(schema.properties).toHaveProperty("hours");
    expect(schema.title).toBe("For");
    expect(isNullable).toBe(true);
    expect(ui).toEqual({ widget: "duration", choice: "length", none: "No fixed time" });
  });

  test("finds the members of a tagged union", () => {
    const root = schemaOf("trigger");
    const on = resolve(root.properties?.on ?? {}, root);
    expect(on.union?.tagField).toBe("type");
    expect(on.union?.members.map(({ tag, title }) => [tag, title])).toEqual([
      ["message_received", "A message arrives"],
      ["webhook", "A webhook is called"],
      ["event_received", "An event happens"],
      ["flow_called", "Another flow starts it"],
      ["schedule", "At set times"],
      ["contact_date", "A contact's date comes"],
    ]);
    expect(memberOf(on, { type: "webhook" })?.tag).toBe("webhook");
    expect(memberOf(on, { type: "other" })).toBeUndefined();
    expect(memberOf(on, null)).toBeUndefined();
  });

  test("finds a union's tag without a discriminator and behind null", () => {
    const shape = (kind: string): JsonSchema => ({
      type: "object",
      properties: { kind: { const: kind }, n: { type: "integer" } },
      required: ["kind"],
    });
    const { union, isNullable } = resolve({ oneOf: [shape("a"), shape("b"), { type: "null" }] }, {});
    expect(union?.tagField).toBe("kind");
    expect(union?.members.map(({ title }) => title)).toEqual(["A", "B"]);
    expect(isNullable).toBe(true);
  });

  test("keeps a choice of scalars as it is", () => {
    const { schema, union, isNullable } = resolve(
      { anyOf: [{ type: "string" }, { type: "number" }, { type: "null" }] },
      {},
    );
    expect(schema.anyOf).toEqual([{ type: "string" }, { type: "number" }]);
    expect([union, isNullable]).toEqual([undefined, true]);
  });

  test.each([
    { $ref: "#/$defs/Loop" },
    { $ref: "#/$defs/Missing" },
    { $ref: "#/$defs/__proto__" },
    { anyOf: [] },
    { type: ["string", "null"] },
    { "x-ui": null },
  ] as unknown as JsonSchema[])("survives %j", (schema) => {
    const root = { $defs: { Loop: { $ref: "#/$defs/Loop" } } };
    expect(resolve(schema, root).union).toBeUndefined();
    expect(emptyValue(schema, root)).not.toBeUndefined();
  });
});

describe("emptyValue", () => {
  test.each([
    [{ type: "string", default: "x" }, "x"],
    [{ enum: ["b", "a"] }, "b"],
    [{ type: "integer", minimum: 3 }, 3],
    [{ type: "boolean" }, false],
    [{ type: "array", items: { type: "string" } }, []],
    [{ type: "array", items: { type: "integer" }, minItems: 2 }, [0, 0]],
    [{ type: "null" }, null],
    [{ anyOf: [{ type: "number" }, { type: "string" }] }, 0],
    [{ type: "object", additionalProperties: { type: "string" } }, {}],
  ] as [JsonSchema, unknown][])("of %j is %j", (schema, value) => expect(emptyValue(schema)).toEqual(value));

  test("of a schema that contains itself ends", () => {
    const root: JsonSchema = {
      $ref: "#/$defs/Tree",
      $defs: { Tree: { type: "object", properties: { next: { $ref: "#/$defs/Tree" } }, required: ["next"] } },
    };
    expect(JSON.stringify(emptyValue(root)).length).toBeLessThan(2_000);
  });
});

test("a new row has an id that no other row has", () => {
  const root = schemaOf("condition");
  const items = root.properties?.branches?.items as JsonSchema;
  const first = newRow(items, root, []) as { id: string };
  expect(first).toEqual({ id: "branch_1", when: { all: [{ field: "" }] } });
  expect((newRow(items, root, [first, null, "odd"]) as { id: string }).id).toBe("branch_2");
});

test("fields come in their order, with titles for people", () => {
  const root: JsonSchema = {
    type: "object",
    properties: {
      saveTo: { type: "string" },
      apiKey: { type: "string", "x-ui": { order: -1 } },
      n: { title: "Number" },
    },
    required: ["n"],
  };
  expect(fieldsOf(root, root).map(({ title, isRequired }) => [title, isRequired])).toEqual([
    ["Api key", false],
    ["Save to", false],
    ["Number", true],
  ]);
  expect(titleOf("find_parcel")).toBe("Find parcel");
});
