/** Windows of hours, choices of which none need be set, and what is chosen by its name. */
import { expect, test } from "vitest";
import { noneOf, withChosen } from "../../src/forms/groups";
import { kindOf } from "../../src/forms/kind";
import { nodeOptions } from "../../src/forms/nodeOptions";
import { isOvernight, withDay } from "../../src/forms/window";
import { t } from "../../src/i18n";
import { newNode } from "../../src/model/newNode";
import { fieldsOf, type JsonSchema } from "../../src/model/schema";
import { flow, node, TYPES, typeOf } from "../model/support";

const fields = (tag: string) => fieldsOf(typeOf(tag).schema as JsonSchema, typeOf(tag).schema as JsonSchema);
const kinds = (tag: string) =>
  Object.fromEntries(
    fields(tag).map((field) => [field.name, kindOf(field, typeOf(tag).schema as JsonSchema)]),
  );

test("the new widgets are known", () => {
  expect(kinds("business_hours")).toMatchObject({ window: "window", timezone: "timezone" });
  expect(kinds("go_to")).toMatchObject({ target: "node" });
  expect(kinds("call_flow")).toMatchObject({ flow: "flow", inputs: "rows" });
});

test("a new node has office hours, and no flow or node that nobody chose", () => {
  const made = (tag: string) => newNode(typeOf(tag), { x: 0, y: 0 }, flow([])).config;
  expect(made("business_hours")).toMatchObject({
    window: { days: ["mon", "tue", "wed", "thu", "fri"], opens: "09:00", closes: "17:00" },
  });
  expect(Object.keys(made("start_flow"))).not.toContain("flow");
  expect(Object.keys(made("go_to"))).not.toContain("target");
});

test("days stay in the order of the week", () => {
  expect(withDay(["sat", "mon"], "wed", true)).toEqual(["mon", "wed", "sat"]);
  expect(withDay(["mon", "wed"], "mon", false)).toEqual(["wed"]);
});

test("hours may go past midnight", () => {
  expect(isOvernight({ days: ["fri"], opens: "20:00", closes: "02:00" })).toBe(true);
  expect(isOvernight({ days: ["fri"] })).toBe(false);
});

test("of a choice that may be left out none is set", () => {
  expect(noneOf(fields("wait"))).toBe("No fixed time");
  expect(noneOf(fields("set_variable"))).toBeUndefined();
  const choice = fields("wait").filter(({ ui }) => ui.choice === "length");
  expect(withChosen({ duration: { hours: 1 }, timezone: "UTC" }, choice, "", undefined)).toEqual({
    timezone: "UTC",
  });
});

test("a node is chosen by its name: not itself, no trigger, no two alike", () => {
  const wait = { duration: { hours: 1 } };
  const document = flow(
    [node("start", "trigger"), node("a", "wait", wait), node("b", "wait", wait), node("jump", "go_to")],
    "start > a",
    "a > b",
    "b > jump",
  );
  expect(nodeOptions(document, TYPES, "jump", t)).toEqual([
    { value: "a", label: "Wait 1 hour" },
    { value: "b", label: "Wait 1 hour (2)" },
  ]);
});
