/** What is shown of an execution while its steps arrive, are cut off and arrive again. */
import { expect, test } from "vitest";
import { type Followed, followExecution, followStarts } from "../../src/run/follow";
import type { openStream, StreamOptions } from "../../src/run/stream";
import type { ExecutionSummary, Step } from "../../src/types";

const step = (n: number, status: Step["status"] = "Completed"): Step => ({
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

test("each start is heard once, and going on starts after the newest", () => {
  const heard: number[] = [];
  const at: { options?: StreamOptions } = {};
  const open = ((options: StreamOptions) => {
    at.options = options;
    return () => undefined;
  }) as typeof openStream;
  const where = { flowId: 3, contactId: 9, after: 4 };
  followStarts(
    where,
    ({ id }) => heard.push(id),
    () => undefined,
    open,
  );
  for (const id of [5, 5, 4, 7])
    at.options?.onEvent({ type: "started", data: JSON.stringify(execution("Running", id)), id: `${id}` });
  expect(heard).toEqual([5, 7]);
  expect(at.options?.resumeFrom?.()).toBe("7");
  expect(at.options?.url).toBe("/api/flows/3/executions/events?contactId=9");
});
