import { beforeEach, expect, test, vi } from "vitest";
import * as calls from "../../src/calls";
import { lastResult, MOST_LOOKED_AT } from "../../src/run/simulator/lastResult";

vi.mock("../../src/calls", () => ({ newestExecutions: vi.fn(), getExecution: vi.fn(), getStep: vi.fn() }));

const step = (nodeId: string, more: object = {}) => ({
  ...{ n: 1, nodeId, status: "Completed", port: "out", output: { status: 200 } },
  ...more,
});

/** Executions with these steps, the newest first. */
function executions(...found: object[][]): void {
  const items = found.map((_, at) => ({ id: 100 - at }));
  vi.mocked(calls.newestExecutions).mockResolvedValue(items as never);
  vi.mocked(calls.getExecution).mockImplementation(async (id) => ({ steps: found[100 - id] }) as never);
}

beforeEach(() => vi.resetAllMocks());

test("the newest answer of the node is taken, its last in that run", async () => {
  executions(
    [step("start"), step("call", { status: "Failed", port: null })],
    [
      step("call", { output: { variables: { got: 1 } } }),
      step("call", { output: { variables: { got: 2 } } }),
    ],
    [step("call", { output: { variables: { got: 3 } } })],
  );
  expect(await lastResult(7, "call")).toEqual({ port: "out", variables: { got: 2 } });
  expect(calls.newestExecutions).toHaveBeenCalledWith(7, null);
});

test("an answer that set nothing has no variables", async () => {
  executions([step("call", { port: "failed", output: { error: "Gone." } })]);
  expect(await lastResult(7, "call")).toEqual({ port: "failed", variables: {} });
});

test("an answer that is too large for the list is fetched", async () => {
  executions([step("call", { n: 4, output: null, outputSize: 90_000 })]);
  vi.mocked(calls.getStep).mockResolvedValue(
    step("call", { output: { variables: { got: "long" } } }) as never,
  );
  expect(await lastResult(7, "call")).toEqual({ port: "out", variables: { got: "long" } });
  expect(calls.getStep).toHaveBeenCalledWith(100, 4);
});

test("only the newest runs are looked into", async () => {
  executions(...Array.from({ length: MOST_LOOKED_AT }, () => [step("start")]), [step("call")]);
  expect(await lastResult(7, "call")).toBeNull();
  expect(calls.getExecution).toHaveBeenCalledTimes(MOST_LOOKED_AT);
});
