import { expect, test } from "vitest";
import { isOpenable } from "../../src/model/bubble";
import { attachmentOf, buttonsOf, partsOf } from "../../src/run/chat/body";
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

test("a file is what stands under the name of its kind", () => {
  const body = { type: "document", document: { link: "/media/abc", filename: "menu.pdf" } };
  expect(attachmentOf({ body })).toEqual({
    ...{ kind: "document", link: "/media/abc" },
    name: "menu.pdf",
    caption: "",
  });
  expect(attachmentOf(message(QUESTION))).toBeUndefined();
});

test.each([
  ["/media/abc", true],
  ["https://shop.example/menu.pdf", true],
  ["HTTP://shop.example/menu.pdf", true],
  ["javascript:alert(1)", false],
  ["data:text/html,x", false],
  ["//shop.example/menu.pdf", false],
  ["/media/../api/flows", false],
])("%s may be opened: %s", (link, expected) => expect(isOpenable(link)).toBe(expected));
