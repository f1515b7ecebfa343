import { expect, test } from "vitest";
import {
  addTest,
  deleteTest,
  freeName,
  isShortEnough,
  renameTest,
  replaceTest,
  scriptOf,
  testOf,
} from "../../src/model/flowTests";
import { begin, record, undo } from "../../src/model/history";
import type { Outcome, Script, ScriptStep } from "../../src/model/simulation";
import { flow } from "./support";

const sent = (text: string, scriptStep: number | null, error: string | null = null) => ({
  ...{ type: "sent", at: "", scriptStep, text, error },
});

const outcome = (timeline: object[], newest?: object) =>
  ({ timeline, executions: newest ? [{ flowId: 0, ...newest }] : [] }) as unknown as Outcome;

const NOTHING = { type: "expect_nothing" };

test("what was sent, and nothing more, is expected right behind what led to it, and the end where it ended", () => {
  const script: Script = {
    steps: [
      { type: "say", text: "hi" },
      { type: "expect", text: "old" },
      { type: "advance", duration: { days: 2 } },
    ],
    contact: { name: "Eva" },
    seed: undefined,
  };
  const made = testOf(
    "A chat",
    script,
    outcome([sent("Hello", 0), sent("Bye", 2, "Refused.")], { status: "Completed", outcome: "helped" }),
  );
  expect(made).toEqual({
    name: "A chat",
    contact: { name: "Eva" },
    steps: [
      { type: "say", text: "hi" },
      { type: "expect", text: "Hello", match: "exact" },
      NOTHING,
      { type: "advance", duration: { days: 2 } },
      { type: "expect", text: "Bye", match: "exact", failed: true },
      NOTHING,
      { type: "expect_end", outcome: "helped" },
    ],
  });
});

test("a chat that began at a node expects first what was sent there, and then where it rests", () => {
  const script: Script = { steps: [], start: { nodeId: "ask" } };
  const standing = { status: "Running", waitingFor: "reply", nodeId: "listen" };
  expect(testOf("B", script, outcome([sent("City?", null)], standing))).toEqual({
    name: "B",
    start: { nodeId: "ask" },
    steps: [
      { type: "expect", text: "City?", match: "exact" },
      NOTHING,
      { type: "expect_at", nodeId: "listen" },
    ],
  });
});

test("a chat that started nothing expects nothing", () => {
  const made = testOf("C", { steps: [{ type: "say", text: "x" }] }, outcome([]));
  expect(made.steps).toEqual([{ type: "say", text: "x" }, NOTHING]);
});

test("every step that sent nothing expects nothing, but for one that only announces a failure", () => {
  const skip: ScriptStep = { type: "advance", duration: { hours: 1 } };
  const fails: ScriptStep = { type: "fail_send" };
  const made = testOf("D", { steps: [fails, skip, skip] }, outcome([sent("Late", 2)]));
  expect(made.steps).toEqual([
    fails,
    skip,
    NOTHING,
    skip,
    { type: "expect", text: "Late", match: "exact" },
    NOTHING,
  ]);
});

test("a chat that failed expects the failure where it happened", () => {
  const failed = { status: "Failed", nodeId: "count", waitingFor: null };
  const made = testOf("E", { steps: [{ type: "say", text: "x" }] }, outcome([], failed));
  expect(made.steps).toEqual([
    { type: "say", text: "x" },
    NOTHING,
    { type: "expect_failure", nodeId: "count" },
  ]);
});

test("a chat may be too long for a test, as what is expected counts", () => {
  const chat = (length: number): Script => ({ steps: Array(length).fill({ type: "say", text: "x" }) });
  expect(isShortEnough(testOf("F", chat(250), outcome([])))).toBe(true);
  expect(isShortEnough(testOf("F", chat(251), outcome([])))).toBe(false);
});

test("a test is a script again; one that is none is told", () => {
  const steps = [{ type: "say", text: "x" }];
  expect(scriptOf({ name: "A", steps, seed: 3 })).toEqual({ steps, seed: 3 });
  expect(scriptOf({ name: "A", steps: "x" })).toBeUndefined();
  expect(scriptOf({ name: "A", steps: [7] })).toBeUndefined();
});

test("names are free of those that are taken", () => {
  expect(freeName("Chat", [{ name: "Chat" }, { name: "Chat 2" }])).toBe("Chat 3");
  const long = "x".repeat(100);
  expect(freeName(long, [{ name: long }])).toBe(`${"x".repeat(98)} 2`);
});

test("tests are added, replaced, renamed and deleted, each undone in one step", () => {
  const start = begin(flow([]));
  const added = record(record(start, addTest({ name: "A" })), addTest({ name: "B" }));
  expect(added.document.tests).toEqual([{ name: "A" }, { name: "B" }]);
  const renamed = record(added, renameTest(0, "C"));
  expect(renamed.document.tests).toEqual([{ name: "C" }, { name: "B" }]);
  expect(undo(renamed).document.tests).toEqual([{ name: "A" }, { name: "B" }]);
  expect(record(added, replaceTest(1, { name: "B", seed: 1 })).document.tests?.[1]).toEqual({
    name: "B",
    seed: 1,
  });
  const gone = record(record(added, deleteTest(0)), deleteTest(0));
  expect(gone.document.tests).toBeUndefined();
  expect(undo(gone).document.tests).toEqual([{ name: "B" }]);
  expect(record(added, renameTest(0, " "))).toBe(added);
  expect(record(added, renameTest(9, "X"))).toBe(added);
});
