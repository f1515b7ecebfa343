/** WhatsApp's marks: what they mean, where they are letters, and that no text hangs the page. */
import { describe, expect, it } from "vitest";
import { chatText } from "../../src/model/chatText";
import type { Inline } from "../../src/model/markdown";

const SIGNS = { bold: "B", italic: "I", struck: "S", link: "L" } as const;

/** "B(bold I(both))" */
const told = (parts: readonly Inline[]): string =>
  parts
    .map((part) => {
      if ("text" in part) return part.kind === "code" ? `C(${part.text})` : part.text;
      return `${SIGNS[part.kind]}(${told(part.parts)})`;
    })
    .join("");

describe("the text of a message", () => {
  it.each([
    ["Use *WELCOME10* now", "Use B(WELCOME10) now"],
    ["*bold _both_*, ~gone~", "B(bold I(both)), S(gone)"],
    ["`a*b*` and ```x\n*y*```", "C(a*b*) and C(x\n*y*)"],
    ["(*yes*)! *x*", "(B(yes))! B(x)"],
    ["*{{ contact.name }}*", "B({{ contact.name }})"],
    ["*жирный* *ñandú*", "B(жирный) B(ñandú)"],
  ])("%j is %j", (text, parts) => expect(told(chatText(text))).toBe(parts));

  it.each([
    "2*3*4",
    "snake_case_name",
    "* no *",
    "*a\nb*",
    "a ** b",
    "window.__a = window.__b",
    "~",
    "*",
    "vars.my_name is _",
  ])("%j has no marks", (text) => expect(chatText(text)).toEqual([{ kind: "text", text }]));

  it.each(["*a ", "_*~", "```", "`*", "*a_b~"])("%j in a row is read at once", (piece) => {
    expect(chatText(piece.repeat(4_096 / piece.length)).length).toBeGreaterThan(0);
  });

  it("leaves what no message can hold as it stands", () => {
    const text = "*a* ".repeat(2_000);
    expect(chatText(text)).toEqual([{ kind: "text", text }]);
  });
});
