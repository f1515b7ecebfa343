import { expect, test } from "vitest";
import { inOrder } from "../../src/canvas/matching";

const choices = ["Send message", "Wait for reply", "End"].map((label) => ({ key: label, label }));
const labels = (query: string) => inOrder(choices, query).map(({ label }) => label);

test("what begins with the query comes before what only contains it", () => {
  expect(labels("end")).toEqual(["End", "Send message"]);
  expect(labels("reply")).toEqual(["Wait for reply"]);
});

test("every word of the query is looked for, and none leaves the list as it is", () => {
  expect(labels("reply wait")).toEqual(["Wait for reply"]);
  expect(labels("")).toEqual(["Send message", "Wait for reply", "End"]);
});
