/** Undo and redo bring back the very documents that were there. */
import { describe, expect, test } from "vitest";
import { moveNodes, renameFlow, setField } from "../../src/model/actions";
import { begin, type History, MAX_STEPS, record, redo, seal, undo } from "../../src/model/history";
import { createEditor } from "../../src/model/store";
import { chain, TYPES } from "./support";

const move = (x: number, id = "n2") => moveNodes(new Map([[id, { x, y: 7 }]]));

describe("a history", () => {
  test("makes one step of a gesture and another after it ends", () => {
    let history = [1, 2, 3].reduce<History>((at, x) => record(at, move(x), "drag"), begin(chain(5)));
    history = record(seal(history), move(9), "drag");
    expect(history.past).toHaveLength(2);
    expect(undo(history).document.nodes[2]?.position.x).toBe(3);
    expect(undo(undo(history)).document).toEqual(chain(5));
  });

  test("begins another step of a gesture that something came between, also when that was undone", () => {
    let history = record(begin(chain(1)), renameFlow("A"), "typing");
    history = undo(record(history, renameFlow("B")));
    history = undo(record(history, renameFlow("C"), "typing"));
    expect(history.document.name).toBe("A");
  });

  test("has no step of a gesture that came home", () => {
    const [start] = [begin(chain(5))];
    const away = record(start, move(5), "drag");
    expect(seal(record(away, moveNodes(new Map([["n2", { x: 640, y: 0 }]])), "drag")).past).toEqual([]);
  });

  test("forgets what was undone when something else is done", () => {
    const history = record(undo(record(begin(chain(3)), renameFlow("A"))), renameFlow("B"));
    expect(redo(history)).toBe(history);
  });

  test("keeps a bounded number of steps, each no larger than what it changed", () => {
    let history = begin(chain(2_000));
    for (let n = 0; n < MAX_STEPS + 50; n += 1) history = record(history, setField("n9", ["note"], n));
    expect(history.past).toHaveLength(MAX_STEPS);
    expect(JSON.stringify(history.past).length).toBeLessThan(MAX_STEPS * 1_000);
  });

  test("keeps every node that a step did not touch the same object, forwards and backwards", () => {
    const first = begin(chain(2_000));
    const second = record(first, move(5));
    const third = record(second, setField("n7", ["body", "text"], "new"));
    const steps = [second, third, undo(third), undo(undo(third)), redo(undo(third))];
    for (const { document } of steps) {
      const changed = document.nodes.filter((node, at) => node !== first.document.nodes[at]);
      expect(changed.length).toBeLessThanOrEqual(2);
      expect(document.edges).toBe(first.document.edges);
    }
    expect(undo(undo(third)).document.nodes.every((node, at) => node === first.document.nodes[at])).toBe(
      true,
    );
  });

  test("cannot be changed behind its back", () => {
    const { document } = record(begin(chain(3)), move(5));
    expect(Object.isFrozen(document.nodes[2]?.position)).toBe(true);
    expect(Object.isFrozen(document.nodes[0]?.config.body)).toBe(true);
  });
});

describe("the editor", () => {
  test("forgets a selection and an open form of what is gone", () => {
    const store = createEditor(chain(4), TYPES);
    store.getState().select(["n1", "n3"], ["e1"]);
    store.getState().open("n3");
    store.getState().act({ name: "cut", apply: (draft) => void draft.nodes.pop() });
    expect([...store.getState().selection.nodes]).toEqual(["n1"]);
    expect([...store.getState().selection.edges]).toEqual(["e1"]);
    expect(store.getState().openNode).toBeNull();
  });

  test("does nothing to a document that is only looked at", () => {
    const store = createEditor(chain(2), TYPES, true);
    store.getState().act(renameFlow("Changed"));
    expect(store.getState().history.document.name).toBe("Test");
  });
});
