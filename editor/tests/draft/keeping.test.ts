/** What a draft's editor says about unsaved changes: whether this browser keeps them. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Autosave, type Outcome } from "../../src/draft/autosave";
import { Keeping } from "../../src/draft/keeping";
import { Keeper } from "../../src/draft/rescue";
import { complete, type FlowDocument } from "../../src/model/document";
import type { Shelf } from "../../src/storage";

const document = complete({ formatVersion: 1, name: "Before", description: "" });
const named = (name: string, description = ""): FlowDocument => ({ ...document, name, description });

class Full implements Shelf {
  isFull = true;
  kept = new Map<string, string>();
  length = 0;
  key = () => null;
  getItem = (key: string) => this.kept.get(key) ?? null;
  removeItem = (key: string) => void this.kept.delete(key);
  setItem(key: string, text: string) {
    if (this.isFull) throw new DOMException("full", "QuotaExceededError");
    this.kept.set(key, text);
  }
}

let shelf: Full;
let outcome: Outcome;
let autosave: Autosave;
let keeping: Keeping;

beforeEach(() => {
  vi.useFakeTimers();
  shelf = new Full();
  outcome = { kind: "lost", reason: "connection" };
  autosave = new Autosave({ revision: 1, document }, async () => outcome);
  keeping = new Keeping(autosave, new Keeper(shelf, "place"));
  autosave.subscribe(keeping.follow);
});

afterEach(() => {
  autosave.stop();
  vi.useRealTimers();
});

test("as soon as the connection is lost it is known whether the changes are kept", async () => {
  autosave.change(named("After"));
  expect(keeping.isKept()).toBe(true);
  await autosave.flush();
  expect([autosave.state().kind, keeping.isKept()]).toEqual(["offline", false]);
});

test("the next change is tried again, and who listens is told", async () => {
  const heard = vi.fn();
  keeping.subscribe(heard);
  autosave.change(named("After"));
  await autosave.flush();
  shelf.isFull = false;
  autosave.change(named("After that"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect([keeping.isKept(), heard.mock.calls.length, shelf.kept.size]).toEqual([true, 2, 1]);
});

test("what is saved needs no keeping", async () => {
  autosave.change(named("After"));
  await autosave.flush();
  outcome = { kind: "saved", revision: 2 };
  await autosave.flush();
  expect([autosave.state().kind, keeping.isKept(), shelf.kept.size]).toEqual(["saved", true, 0]);
});
