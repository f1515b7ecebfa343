import { describe, expect, test } from "vitest";
import { bodyHeight, bubbleLines } from "../../src/canvas/size";
import { bubbleOf, piecesOf } from "../../src/model/bubble";
import type { FlowNode } from "../../src/model/document";

const node = (type: string, config: Record<string, unknown>): FlowNode => ({
  id: "n",
  type,
  position: { x: 0, y: 0 },
  config,
});

describe("the bubble of a message node", () => {
  test("is its text, without empty lines", () => {
    const bubble = bubbleOf(node("send_message", { body: { type: "text", text: " Hi\n\n  there " } }));
    expect(bubble).toEqual({ header: "", text: "Hi\nthere", footer: "" });
  });

  test("has the header and footer of a question", () => {
    const question = node("send_buttons", { text: "Which?", header: "Shop", footer: "Bye", buttons: [] });
    expect(bubbleOf(question)).toEqual({ header: "Shop", text: "Which?", footer: "Bye" });
  });

  test("is none while the node says nothing, is broken, or is of another kind", () => {
    for (const config of [{}, { body: null }, { body: { type: "text", text: 5 } }, { body: { text: "  " } }])
      expect(bubbleOf(node("send_message", config))).toBeUndefined();
    expect(bubbleOf(node("wait", { text: "Hi" }))).toBeUndefined();
  });

  test("cuts a text of megabytes", () => {
    const bubble = bubbleOf(node("send_buttons", { text: "x".repeat(5_000_000) }));
    expect(bubble?.text.length).toBeLessThan(1000);
  });

  test("shows variables by their names", () => {
    expect(piecesOf("Hi {{ contact.name | title }}, {{x}}!")).toEqual([
      { text: "Hi ", isVariable: false },
      { text: "contact.name", isVariable: true },
      { text: ", ", isVariable: false },
      { text: "x", isVariable: true },
      { text: "!", isVariable: false },
    ]);
    expect(piecesOf("{{ }} {{")).toEqual([
      { text: "{{ }}", isVariable: true },
      { text: " {{", isVariable: false },
    ]);
  });

  test("has a bounded number of lines, and a height that follows", () => {
    const of = (text: string) => ({ header: "", text, footer: "" });
    expect(bubbleLines(of("Hi"))).toBe(1);
    expect(bubbleLines(of("a\nb\nc"))).toBe(3);
    expect(bubbleLines(of("x".repeat(5_000)))).toBe(4);
    const height = (text: string) => bodyHeight({ sentence: "", bubble: of(text) });
    expect(height("a\nb")).toBeGreaterThan(height("a"));
    expect(height("x".repeat(5_000))).toBe(height("a\nb\nc\nd\ne\nf"));
  });
});
