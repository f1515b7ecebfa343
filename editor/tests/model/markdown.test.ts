/** Notes are read as Markdown, and nothing in them becomes more than text, lists and safe links. */
import { expect, test } from "vitest";
import { parseMarkdown } from "../../src/model/markdown";

const text = (words: string) => ({ kind: "text", text: words });

test("paragraphs, headings and lists", () => {
  expect(parseMarkdown("# Title\nOne\ntwo\n\n- a\n* b\n1. c\n2) d\nend").map(({ kind }) => kind)).toEqual([
    ...["heading", "paragraph", "bullets", "numbers", "paragraph"],
  ]);
});

test.each([
  ["**bold**", [{ kind: "bold", parts: [text("bold")] }]],
  [
    "*it* and _it_",
    [{ kind: "italic", parts: [text("it")] }, text(" and "), { kind: "italic", parts: [text("it")] }],
  ],
  ["snake_case_name", [text("snake_case_name")]],
  ["2 * 3 * 4", [text("2 * 3 * 4")]],
  ["`**code**`", [{ kind: "code", text: "**code**" }]],
  ["<b>no</b>", [text("<b>no</b>")]],
  ["[a](https://x.y)", [{ kind: "link", href: "https://x.y", parts: [text("a")] }]],
  ["[a](javascript:alert)", [text("[a](javascript:alert)")]],
  ["[a](data:text/html,x)", [text("[a](data:text/html,x)")]],
  [
    "see https://x.y/z.",
    [text("see "), { kind: "link", href: "https://x.y/z", parts: [text("https://x.y/z")] }, text(".")],
  ],
  ["**never closed", [text("**never closed")]],
])("%s", (line, parts) => {
  expect(parseMarkdown(line)).toEqual([{ kind: "paragraph", lines: [parts] }]);
});

test.each([
  "*".repeat(5_000),
  "**a".repeat(1_600),
  "[".repeat(5_000),
  "_ ".repeat(2_500),
  "**_".repeat(1_600),
])(
  "5,000 odd characters are read in a moment",
  (odd) => {
    expect(parseMarkdown(odd).length).toBeGreaterThan(0);
  },
  2_000,
);

test("a list of numbers begins where it was begun", () => {
  const starts = parseMarkdown("3. c\n4. d\n\nText\n0) a").map(
    (block) => block.kind === "numbers" && block.start,
  );
  expect(starts).toEqual([3, false, 0]);
});
