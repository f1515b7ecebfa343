/** Chats kept as tests of the flow: made from what was sent, and changed as any other part of the document. */
import type { FlowDocument } from "./document";
import type { Action } from "./history";
import { isObject } from "./schema";
import { isExpectation, newestOf, type Outcome, type Script, type ScriptStep, type Sent } from "./simulation";

export const MAX_TESTS = 100;
export const MAX_TEST_NAME = 100;
export const MAX_TEST_STEPS = 500;

type Test = NonNullable<FlowDocument["tests"]>[number];

const NOTHING_MORE: ScriptStep = { type: "expect_nothing" };

/** The chat with what was sent, and nothing more, as what is expected, and where it came to in the end. */
export function testOf(name: string, script: Script, outcome: Outcome): Test {
  const expected = (at: number | null) =>
    outcome.timeline.flatMap((entry) =>
      entry.type === "sent" && entry.scriptStep === at ? [expectationOf(entry)] : [],
    );
  const opening = script.start === undefined ? [] : [...expected(null), NOTHING_MORE];
  const steps = script.steps.flatMap((step, at) =>
    isExpectation(step) ? [] : [step, ...(onlyAnnounces(step) ? [] : [...expected(at), NOTHING_MORE])],
  );
  const { steps: _, ...rest } = script;
  return { name, ...withoutNothing(rest), steps: [...opening, ...steps, ...endOf(outcome)] };
}

/** That the next message will fail is only announced: nothing happens yet. */
const onlyAnnounces = ({ type }: ScriptStep): boolean => type === "fail_send";

function expectationOf({ text, error }: Sent): ScriptStep {
  return { type: "expect", text, match: "exact", ...(error != null && { failed: true }) };
}

function endOf(outcome: Outcome): ScriptStep[] {
  const newest = newestOf(outcome);
  if (newest === undefined) return [];
  if (newest.status === "Completed")
    return [{ type: "expect_end", ...(newest.outcome && { outcome: newest.outcome }) }];
  if (newest.status === "Failed")
    return [{ type: "expect_failure", ...(newest.nodeId && { nodeId: newest.nodeId }) }];
  return newest.waitingFor && newest.nodeId ? [{ type: "expect_at", nodeId: newest.nodeId }] : [];
}

const withoutNothing = (parts: object) =>
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));

/** Whether it has no more steps than a test may have; expectations count. */
export const isShortEnough = ({ steps }: Test): boolean =>
  !Array.isArray(steps) || steps.length <= MAX_TEST_STEPS;

/** A test as a script; undefined for one that only somebody who reads JSON can mend. */
export function scriptOf(test: Test): Script | undefined {
  const { name: _, steps = [], ...rest } = test;
  const isUsable =
    Array.isArray(steps) && steps.every((step) => isObject(step) && typeof step.type === "string");
  return isUsable ? ({ ...rest, steps } as Script) : undefined;
}

export const nameOf = (test: Test): string => (typeof test.name === "string" ? test.name : "");

/** A name that no test of the flow has yet. */
export function freeName(wanted: string, tests: readonly Test[]): string {
  const taken = new Set(tests.map(nameOf));
  for (let n = 1; ; n++) {
    const number = n === 1 ? "" : ` ${n}`;
    const name = [...wanted].slice(0, MAX_TEST_NAME - number.length).join("") + number;
    if (!taken.has(name)) return name;
  }
}

export const addTest = (test: Test): Action => changed("addTest", (tests) => [...tests, test]);

export const replaceTest = (at: number, test: Test): Action =>
  changed("replaceTest", (tests) => (at < tests.length ? tests.with(at, test) : tests));

export const renameTest = (at: number, name: string): Action =>
  changed("renameTest", (tests) => {
    const test = tests[at];
    return test === undefined || name.trim() === "" ? tests : tests.with(at, { ...test, name });
  });

export const deleteTest = (at: number): Action =>
  changed("deleteTest", (tests) => tests.filter((_, place) => place !== at));

function changed(name: string, change: (tests: Test[]) => Test[]): Action {
  return {
    name,
    apply(draft) {
      const tests = change((draft.tests ?? []) as Test[]);
      if (tests.length > 0) draft.tests = tests;
      else delete draft.tests;
    },
  };
}
