/** Issues come to the nearest field that is drawn. */
import { expect, test, vi } from "vitest";
import { createPlacing } from "../../src/forms/placing";
import type { Issue } from "../../src/types";

const issue = (field: string | null, message = "x"): Issue => ({
  severity: "error",
  code: "invalid_config",
  nodeId: "a",
  field,
  message,
});

const messages = (list: readonly Issue[]) => list.map((one) => one.message);

test("an issue stands at its field, else at the nearest around it, else at the top", () => {
  const placing = createPlacing("a");
  placing.draw(["branches"]);
  placing.draw(["branches", 0, "when"]);
  placing.update([
    issue("branches[0].when.all[1].value", "deep"),
    issue("branches[7].label", "list"),
    issue("elsewhere", "top"),
    { ...issue("branches"), nodeId: "b" },
  ]);
  expect(messages(placing.at("branches[0].when"))).toEqual(["deep"]);
  expect(messages(placing.at("branches"))).toEqual(["list"]);
  expect(messages(placing.at(""))).toEqual(["top"]);
});

test("a field that appears takes its issue, and one that goes gives it back", async () => {
  const placing = createPlacing("a");
  placing.update([issue("on.keywords")]);
  expect(placing.at("")).toHaveLength(1);
  const gone = placing.draw(["on", "keywords"]);
  await Promise.resolve();
  expect(placing.at("on.keywords")).toHaveLength(1);
  expect(placing.at("")).toHaveLength(0);
  gone();
  await Promise.resolve();
  expect(placing.at("")).toHaveLength(1);
});

test("the same issues again are the same list, so no field is drawn again", () => {
  const placing = createPlacing("a");
  const listener = vi.fn();
  placing.subscribe(listener);
  placing.update([issue("x")]);
  const before = placing.at("");
  placing.update([issue("x")]);
  expect(placing.at("")).toBe(before);
  expect(listener).toHaveBeenCalledTimes(2);
});
