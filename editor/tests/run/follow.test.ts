/** What is shown of an execution while its steps arrive, are cut off and arrive again. */
import { expect, test } from "vitest";
import { type Followed, followExecution, followStarts } from "../../src/run/follow";
import type { openStream, StreamOptions } from "../../src/run/stream";
import type { ExecutionSummary, Step } from "../../src/types";

const step = (n: number, status: Step["status"] = "Completed"): Step => ({
  executionId: 1,
  n,
  nodeId: `node_${n}`,
  nodeType: "send_message",
  status,
  port: status === "Completed" ? "out" : null,
});

const execution = (status: ExecutionSummary["status"], id = 1) => ({ id, status }) as ExecutionSummary;

/** A stream in the test's hands: what is shown so far, and the ways to say something. */
function opened(known: Step[] = []) {
  const at: { options?: StreamOptions; shown?: Followed } = {};
  const open = ((options: StreamOptions) => {
    at.options = options;
    return () => undefined;
  }) as typeof openStream;
  followExecution(
    1,
    known,
    (followed) => {
      at.shown = followed;
    },
    open,
  );
  return {
    say: (type: string, value: unknown, id = "") =>
      at.options?.onEvent({ type, data: JSON.stringify(value), id }),
    state: (state: Parameters<StreamOptions["onState"]>[0]) => at.options?.onState(state),
    resumesFrom: () => at.options?.resumeFrom?.(),
    steps: () => at.shown?.steps.map(({ n, status }) => `${n} ${status}`),
    shown: () => at.shown,
  };
}

test("a visit in progress is replaced by its end", () => {
  const stream = opened();
  stream.say("step", step(1));
  stream.say("step", step(2, "Pending"));
  stream.say("step", step(2));
  expect(stream.steps()).toEqual(["1 Completed", "2 Completed"]);
});

test("going on starts after the last visit that has ended, and repeats are not doubled", () => {
  const stream = opened([step(1)]);
  stream.say("step", step(2));
  stream.say("step", step(3, "Pending"));
  stream.state("lost");
  expect(stream.shown()?.state).toBe("reconnecting");
  expect(stream.resumesFrom()).toBe("2");
  stream.state("open");
  for (const n of [2, 3, 4]) stream.say("step", step(n));
  stream.say("step", step(3, "Pending"));
  expect(stream.steps()).toEqual(["1 Completed", "2 Completed", "3 Completed", "4 Completed"]);
  expect(stream.shown()?.state).toBe("live");
});

test("a step that comes late stands at its place", () => {
  const stream = opened();
  for (const n of [3, 1, 2]) stream.say("step", step(n));
  expect(stream.steps()).toEqual(["1 Completed", "2 Completed", "3 Completed"]);
});

test("an execution that is over keeps no visit in progress", () => {
  const stream = opened([step(1), step(2, "Pending")]);
  stream.say("execution", execution("Failed"));
  stream.state("over");
  expect(stream.steps()).toEqual(["1 Completed"]);
  expect(stream.shown()).toMatchObject({ state: "over", execution: { status: "Failed" } });
});

const started = (id: number, second: number) =>
  ({
    id,
    status: "Running",
    startedAt: `2026-03-01T10:00:${String(second).padStart(2, "0")}Z`,
  }) as ExecutionSummary;

/** A stream of starts in the test's hands, with what was heard of it. */
function listening(known: ExecutionSummary[]) {
  const heard: number[] = [];
  const at: { options?: StreamOptions } = {};
  const open = ((options: StreamOptions) => {
    at.options = options;
    return () => undefined;
  }) as typeof openStream;
  followStarts(
    { flowId: 3, contactId: 9, known },
    ({ id }) => heard.push(id),
    () => undefined,
    open,
  );
  return {
    heard,
    url: () => at.options?.url,
    resumesFrom: () => at.options?.resumeFrom?.(),
    say: (execution: ExecutionSummary) =>
      at.options?.onEvent({ type: "started", data: JSON.stringify(execution), id: `${execution.id}` }),
  };
}

test("each start is heard once, and going on starts after the highest id", () => {
  const stream = listening([started(4, 1)]);
  for (const execution of [started(5, 2), started(5, 2), started(4, 1), started(7, 3)]) stream.say(execution);
  expect(stream.heard).toEqual([5, 7]);
  expect(stream.resumesFrom()).toBe("7");
  expect(stream.url()).toBe("/api/flows/3/executions/events?contactId=9");
});

test("a newer execution with a lower id is heard: each worker takes its ids in blocks", () => {
  const stream = listening([started(2, 1)]);
  for (const execution of [started(600, 2), started(3, 3), started(600, 2), started(3, 3)])
    stream.say(execution);
  expect(stream.heard).toEqual([600, 3]);
  expect(stream.resumesFrom()).toBe("600");
});

test("an older execution that is told late does not take the place of a newer one", () => {
  const stream = listening([started(3, 5), started(600, 4)]);
  expect(stream.resumesFrom()).toBe("600");
  for (const execution of [started(601, 9), started(4, 8), started(3, 5)]) stream.say(execution);
  expect(stream.heard).toEqual([601]);
});
