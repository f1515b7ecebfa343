import { expect, test } from "vitest";
import { keepSide, recallSide, type Shelf } from "../../src/draft/openSide";

function shelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
  };
}

test("each flow remembers its own open panel", () => {
  const tab = shelf();
  keepSide(() => tab, 1, "phone");
  keepSide(() => tab, 2, "versions");
  expect(recallSide(() => tab, 1)).toBe("phone");
  expect(recallSide(() => tab, 2)).toBe("versions");
  expect(recallSide(() => tab, 3)).toBeNull();
});

test("a closed panel is forgotten, and so is a word that names no panel", () => {
  const tab = shelf();
  keepSide(() => tab, 1, "phone");
  keepSide(() => tab, 1, null);
  tab.setItem("parley-side:2", "cellar");
  expect(recallSide(() => tab, 1)).toBeNull();
  expect(recallSide(() => tab, 2)).toBeNull();
});

test("a browser that forbids storage remembers nothing and breaks nothing", () => {
  const forbidden = () => {
    throw new Error("SecurityError");
  };
  keepSide(forbidden, 1, "phone");
  expect(recallSide(forbidden, 1)).toBeNull();
});
