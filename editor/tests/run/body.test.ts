import { expect, test } from "vitest";
import { buttonsOf, partsOf } from "../../src/run/chat/body";
import type { Message } from "../../src/types";

const message = (body: unknown, content = "Which? [Red]") => ({ body, content }) as Message;
const QUESTION = {
  type: "interactive",
  interactive: {
    header: { type: "text", text: "Shop" },
    body: { text: "Which?" },
    action: { buttons: [{ type: "reply", reply: { id: "1/ask/red", title: "Red" } }] },
  },
};

test("a question is drawn in its parts, its buttons apart", () => {
  expect(partsOf(message(QUESTION))).toEqual({ header: "Shop", text: "Which?", footer: "" });
  expect(buttonsOf(message(QUESTION))).toEqual([{ id: "1/ask/red", title: "Red" }]);
});

test("anything else is its content", () => {
  for (const body of [null, {}, { interactive: 5 }, { interactive: { action: { buttons: [null, {}] } } }]) {
    expect(partsOf(message(body, "Hi"))).toEqual({ header: "", text: "Hi", footer: "" });
    expect(buttonsOf(message(body))).toEqual([]);
  }
});
