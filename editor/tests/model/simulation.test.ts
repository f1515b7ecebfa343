import { expect, test } from "vitest";
import {
  allStepsOf,
  chatOf,
  drawnOf,
  EMPTY,
  isOfDraft,
  type Outcome,
  roughly,
  type Script,
  stepsOf,
  timeIn,
  withoutLast,
} from "../../src/model/simulation";

const NINE = "2026-03-02T09:00:00Z";
const TEN = "2026-03-02T10:00:00Z";

const common = { at: NINE, scriptStep: 0, executionId: 1, flowId: 0 };
const sent = (text: string, more: object = {}) => ({
  ...{ ...common, type: "sent", nodeId: "ask", visit: 2, text, body: {}, buttons: [], error: null },
  ...more,
});
const step = (nodeId: string, more: object = {}) => ({
  ...{ ...common, type: "step", n: 1, visit: 1, nodeId, nodeType: "end", status: "Completed" },
  ...{ port: null, input: {}, output: {}, error: null, startedAt: NINE },
  ...more,
});

const outcome = (timeline: object[], more: object = {}) =>
  ({ timeline, executions: [], now: NINE, nextTimer: null, ...more }) as unknown as Outcome;

test("a chat shows what was said, and the clock where it jumped", () => {
  const lines = chatOf(
    outcome([
      { type: "received", at: NINE, scriptStep: 0, text: "hi" },
      step("start"),
      sent("Hello"),
      sent("Still there?", { at: TEN }),
    ]),
  );
  expect(lines.map(({ kind }) => kind)).toEqual(["received", "sent", "clock", "sent"]);
  expect(lines.flatMap((line) => (line.kind === "sent" ? [line.isOld] : []))).toEqual([true, false]);
});

test("a message that started the flow is not told as unheard", () => {
  const weighed = { type: "weighed", at: NINE, scriptStep: 0, triggers: [] };
  expect(chatOf(outcome([{ ...weighed, hasStarted: true }]))).toEqual([]);
  expect(chatOf(outcome([{ ...weighed, hasStarted: false }]))).toHaveLength(1);
});

test("steps are those of the draft, numbered through, and the visit in progress at the end", () => {
  const steps = stepsOf(
    outcome([step("start"), step("inner", { flowId: 7 }), step("ask", { n: 2 })], {
      executions: [
        { id: 1, flowId: 0, nodeId: "listen", waitingFor: "reply" },
        { id: 2, flowId: 7, nodeId: "x", waitingFor: "time" },
      ],
    }),
  );
  expect(steps.map(({ n, nodeId, status }) => [n, nodeId, status])).toEqual([
    [1, "start", "Completed"],
    [2, "ask", "Completed"],
    [3, "listen", "Running"],
  ]);
});

test("all steps are those of other flows too, each with its flow, in the order in which they were taken", () => {
  const steps = allStepsOf(
    outcome([step("start"), step("start", { flowId: 7 }), sent("Hi"), step("ask", { n: 2 })]),
  );
  expect(steps.map((each) => [each.n, each.nodeId, each.flowId, isOfDraft(each)])).toEqual([
    [1, "start", 0, true],
    [2, "start", 7, false],
    [3, "ask", 0, true],
  ]);
});

test("only the newest execution is drawn", () => {
  const [first, second] = [step("start"), step("start", { executionId: 2 })];
  const executions = [
    { id: 1, flowId: 0, nodeId: "end", waitingFor: null },
    { id: 2, flowId: 0, nodeId: "end", waitingFor: null },
  ];
  expect(drawnOf(outcome([first, second], { executions })).map(({ executionId }) => executionId)).toEqual([
    2,
  ]);
});

test("lengths of time are told in their largest unit", () => {
  const later = (seconds: number) => new Date(Date.parse(NINE) + seconds * 1000).toISOString();
  expect([0, 45, 600, 5_400, 2_592_000].map((seconds) => roughly(NINE, later(seconds), "en"))).toEqual([
    ...["0 sec", "45 sec", "10 min", "1.5 hr", "30 days"],
  ]);
});

test("undo takes back what was done last, with the expectations behind it", () => {
  const script: Script = {
    start: { nodeId: "ask" },
    steps: [
      { type: "say", text: "hi" },
      { type: "expect", text: "Hello" },
    ],
  };
  const once = withoutLast(script);
  expect(once).toEqual({ start: { nodeId: "ask" }, steps: [] });
  expect(withoutLast(once)).toEqual(EMPTY);
  expect(withoutLast(EMPTY)).toEqual(EMPTY);
  expect(withoutLast({ ...once, seed: 7, at: NINE })).toEqual({ seed: 7, at: NINE, steps: [] });
});

test("the clock shows the contact's time", () => {
  expect(timeIn(NINE, "UTC", "en-GB")).toBe("Mon 2 Mar, 09:00");
  expect(timeIn(NINE, "America/New_York", "en-GB")).toBe("Mon 2 Mar, 04:00");
  expect(timeIn(NINE, "Not/AZone", "en-GB")).toBe("Mon 2 Mar, 09:00");
});
