/** The check as one types: when it asks, what it says when it cannot, and that it tries again. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CHECK_DEBOUNCE_MS, Checking, RETRY_MS } from "../../src/draft/checking";
import { complete, type FlowDocument } from "../../src/model/document";
import type { Issue } from "../../src/types";

const named = (name: string): FlowDocument => complete({ formatVersion: 1, name, description: "" });

const issue: Issue = { severity: "error", code: "x", message: "Wrong." };

let isDown: boolean;
let asked: string[];
let told: (readonly Issue[])[];
let checking: Checking;

beforeEach(() => {
  vi.useFakeTimers();
  isDown = false;
  asked = [];
  told = [];
  checking = new Checking(
    async ({ name }) => {
      asked.push(name);
      if (isDown) throw new TypeError("Failed to fetch");
      return { issues: [issue] };
    },
    (issues) => told.push(issues),
  );
});

afterEach(() => {
  checking.stop();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it("knows nothing before the first answer", async () => {
  expect(checking.isKnown()).toBe(false);
  checking.after(CHECK_DEBOUNCE_MS, named("a"));
  await pass(CHECK_DEBOUNCE_MS - 1);
  expect([checking.isKnown(), checking.isPending, asked]).toEqual([false, true, []]);
  await pass(1);
  expect([checking.isKnown(), checking.isPending, told]).toEqual([true, false, [[issue]]]);
});

it("says that it could not run, and tries again by itself", async () => {
  const heard: boolean[] = [];
  checking.subscribe(() => heard.push(checking.isKnown()));
  checking.after(0, named("a"));
  await pass(0);
  isDown = true;
  checking.after(0, named("b"));
  await pass(0);
  // Nothing is waited for: whoever waits for the editor to rest would wait as long as the server is away.
  expect([checking.isKnown(), checking.isPending]).toEqual([false, false]);
  isDown = false;
  await pass(RETRY_MS + 1);
  expect([checking.isKnown(), asked]).toEqual([true, ["a", "b", "b"]]);
  expect(heard).toEqual([true, false, true]);
});

it("tries again at once when the connection is back, and not when nothing is owed", async () => {
  isDown = true;
  checking.after(0, named("a"));
  await pass(0);
  isDown = false;
  checking.retry();
  await pass(0);
  expect([checking.isKnown(), asked]).toEqual([true, ["a", "a"]]);
  checking.retry();
  await pass(RETRY_MS);
  expect(asked).toEqual(["a", "a"]);
});

it("counts the newest request alone, and forgets its plans when it is stopped", async () => {
  checking.after(0, named("a"));
  checking.after(0, named("b"));
  await pass(0);
  expect(asked).toEqual(["b"]);
  isDown = true;
  checking.after(0, named("c"));
  await pass(0);
  checking.stop();
  await pass(RETRY_MS);
  expect(asked).toEqual(["b", "c"]);
});

it("does not go back to an older document that is still owed", async () => {
  isDown = true;
  checking.after(0, named("a"));
  await pass(0);
  isDown = false;
  checking.after(CHECK_DEBOUNCE_MS, named("b"));
  checking.retry();
  await pass(CHECK_DEBOUNCE_MS);
  expect(asked).toEqual(["a", "b"]);
});
