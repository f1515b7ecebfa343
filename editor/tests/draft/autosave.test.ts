/** The autosave: when it saves, what it says, and that no change is ever dropped. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Autosave, BACKOFF_MS, DEBOUNCE_MS, type Outcome } from "../../src/draft/autosave";
import { complete, type FlowDocument } from "../../src/model/document";

const named = (name: string): FlowDocument => complete({ formatVersion: 1, name, description: "" });

/** A server that answers when the test says so. */
class Server {
  readonly calls: { revision: number; name: string }[] = [];
  #answers: ((outcome: Outcome) => void)[] = [];

  readonly save = (revision: number, document: FlowDocument) => {
    this.calls.push({ revision, name: document.name });
    return new Promise<Outcome>((resolve) => this.#answers.push(resolve));
  };

  async answer(outcome: Outcome) {
    this.#answers.shift()?.(outcome);
    await vi.advanceTimersByTimeAsync(0);
  }
}

const lost: Outcome = { kind: "lost", reason: "connection" };

let server: Server;
let autosave: Autosave;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  autosave = new Autosave({ revision: 5, document: named("a") }, server.save);
});

afterEach(() => {
  autosave.stop();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function changeAndWait(name: string) {
  autosave.change(named(name));
  await pass(DEBOUNCE_MS);
}

describe("saving", () => {
  it("waits for the last change, then sends the newest document with its revision", async () => {
    autosave.change(named("b"));
    await pass(DEBOUNCE_MS - 1);
    autosave.change(named("c"));
    await pass(DEBOUNCE_MS - 1);
    expect(server.calls).toEqual([]);
    expect(autosave.state().kind).toBe("unsaved");
    await pass(1);
    expect(server.calls).toEqual([{ revision: 5, name: "c" }]);
    expect(autosave.state().kind).toBe("saving");
    await server.answer({ kind: "saved", revision: 6 });
    expect(autosave.state().kind).toBe("saved");
    expect(autosave.base.revision).toBe(6);
  });

  it("keeps a change made while a save is in flight, and never has two in flight", async () => {
    await changeAndWait("b");
    autosave.change(named("c"));
    await pass(10 * DEBOUNCE_MS);
    expect(server.calls).toHaveLength(1);
    await server.answer({ kind: "saved", revision: 6 });
    expect(autosave.state().kind).toBe("unsaved");
    await pass(DEBOUNCE_MS);
    expect(server.calls[1]).toEqual({ revision: 6, name: "c" });
  });

  it("sends nothing when undo led back to what is saved", async () => {
    autosave.change(named("b"));
    autosave.change(named("a"));
    await pass(DEBOUNCE_MS);
    expect(server.calls).toEqual([]);
    expect(autosave.state().kind).toBe("saved");
  });

  it("flushes at once, also what is changed while it flushes", async () => {
    autosave.change(named("b"));
    const done = autosave.flush();
    expect(server.calls).toHaveLength(1);
    autosave.change(named("c"));
    await server.answer({ kind: "saved", revision: 6 });
    await server.answer({ kind: "saved", revision: 7 });
    expect(await done).toBe(true);
    expect(server.calls.at(-1)).toEqual({ revision: 6, name: "c" });
  });

  it("flushes behind a save in flight", async () => {
    await changeAndWait("b");
    autosave.change(named("c"));
    const done = autosave.flush();
    await server.answer({ kind: "saved", revision: 6 });
    await server.answer({ kind: "saved", revision: 7 });
    expect(await done).toBe(true);
  });
});

describe("leaving", () => {
  it("sends what is unsaved at once, and says that it is on its way", () => {
    expect(autosave.leave()).toBe(true);
    autosave.change(named("b"));
    expect(autosave.leave()).toBe(true);
    expect(server.calls).toHaveLength(1);
  });

  it("says so when a change cannot be sent any more, behind a save in flight", async () => {
    await changeAndWait("b");
    autosave.change(named("c"));
    expect(autosave.leave()).toBe(false);
  });

  it("says so when there is no connection", async () => {
    await changeAndWait("b");
    await server.answer(lost);
    expect(autosave.leave()).toBe(false);
  });
});

describe("a lost connection", () => {
  it("tries again with longer and longer pauses, keeping its sentence", async () => {
    await changeAndWait("b");
    for (const [at, pause] of [...BACKOFF_MS, BACKOFF_MS.at(-1) as number].entries()) {
      await server.answer(lost);
      expect(autosave.state()).toEqual({ kind: "offline", reason: "connection" });
      await pass(pause - 1);
      expect(server.calls).toHaveLength(at + 1);
      await pass(1);
      expect(server.calls).toHaveLength(at + 2);
      expect(autosave.state().kind).toBe("offline");
    }
    await server.answer({ kind: "saved", revision: 6 });
    expect(autosave.state().kind).toBe("saved");
  });

  it("tries at once when the connection is back, with the newest document", async () => {
    await changeAndWait("b");
    await server.answer(lost);
    autosave.change(named("c"));
    expect(autosave.state().kind).toBe("offline");
    autosave.retry();
    expect(server.calls.at(-1)).toEqual({ revision: 5, name: "c" });
  });

  it("takes a save that arrived without its answer for what it is", async () => {
    await changeAndWait("b");
    await server.answer(lost);
    autosave.retry();
    const current = { revision: 6, document: { ...reversed(named("b")) } as FlowDocument };
    await server.answer({ kind: "stale", current });
    expect(autosave.state().kind).toBe("saved");
    expect(autosave.base.revision).toBe(6);
  });

  it("saves what came after the save whose answer was lost", async () => {
    await changeAndWait("b");
    await server.answer(lost);
    autosave.change(named("c"));
    autosave.retry();
    await server.answer({ kind: "stale", current: { revision: 6, document: named("b") } });
    expect(server.calls.at(-1)).toEqual({ revision: 6, name: "c" });
    await server.answer({ kind: "saved", revision: 7 });
    expect(autosave.state().kind).toBe("saved");
  });

  it("saves over a lost save when undo led back to the start", async () => {
    await changeAndWait("b");
    await server.answer(lost);
    autosave.change(named("a"));
    autosave.retry();
    expect(server.calls.at(-1)).toEqual({ revision: 5, name: "a" });
  });

  it("lets a flush end: it could not save", async () => {
    autosave.change(named("b"));
    const done = autosave.flush();
    await server.answer(lost);
    expect(await done).toBe(false);
  });
});

describe("a conflict", () => {
  const theirs = { revision: 9, document: named("theirs") };

  async function meet() {
    await changeAndWait("mine");
    await server.answer({ kind: "stale", current: theirs });
  }

  it("saves nothing until somebody decides, whatever is changed", async () => {
    await meet();
    expect(autosave.state()).toEqual({ kind: "conflict", theirs });
    autosave.change(named("mine too"));
    autosave.retry();
    await pass(100_000);
    expect(await autosave.flush()).toBe(false);
    expect(server.calls).toHaveLength(1);
    expect(autosave.state().kind).toBe("conflict");
  });

  it("keeps mine: the newest is saved over theirs", async () => {
    await meet();
    autosave.change(named("mine too"));
    autosave.rebase(theirs);
    await pass(0);
    expect(server.calls.at(-1)).toEqual({ revision: 9, name: "mine too" });
  });

  it("takes theirs without a save, and undo brings mine back", async () => {
    await meet();
    autosave.change(named("theirs"));
    autosave.rebase(theirs);
    await pass(0);
    expect(autosave.state().kind).toBe("saved");
    expect(server.calls).toHaveLength(1);
    await changeAndWait("mine");
    expect(server.calls.at(-1)).toEqual({ revision: 9, name: "mine" });
  });
});

describe("a refusal", () => {
  it("says the server's sentence and tries again after the next change", async () => {
    await changeAndWait("");
    await server.answer({ kind: "refused", sentence: "A flow needs a name.", isGone: false });
    expect(autosave.state()).toMatchObject({ kind: "refused", sentence: "A flow needs a name." });
    await pass(100_000);
    expect(server.calls).toHaveLength(1);
    await changeAndWait("b");
    expect(server.calls).toHaveLength(2);
  });

  it("does not stop at a refusal of what was changed meanwhile", async () => {
    await changeAndWait("");
    autosave.change(named("b"));
    await server.answer({ kind: "refused", sentence: "A flow needs a name.", isGone: false });
    await pass(DEBOUNCE_MS);
    expect(server.calls.at(-1)).toEqual({ revision: 5, name: "b" });
  });

  it("stops at a flow that is gone", async () => {
    await changeAndWait("b");
    await server.answer({ kind: "refused", sentence: "There is no such flow.", isGone: true });
    await changeAndWait("c");
    expect(await autosave.flush()).toBe(false);
    expect(server.calls).toHaveLength(1);
  });

  it("waits for the login of a session that ended", async () => {
    await changeAndWait("b");
    await server.answer({ kind: "signedOut" });
    autosave.change(named("c"));
    await pass(100_000);
    expect(server.calls).toHaveLength(1);
    autosave.retry();
    expect(server.calls.at(-1)).toEqual({ revision: 5, name: "c" });
  });
});

/** The same value with its keys in another order. */
const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse());

describe("restored changes", () => {
  it("wait for a choice when the server has a newer draft than they began from", async () => {
    const base = { revision: 3, document: named("before") };
    autosave.meet(named("mine"), base, autosave.base);
    await pass(10 * DEBOUNCE_MS);
    expect([server.calls, autosave.state().kind, autosave.base]).toEqual([[], "conflict", base]);
    autosave.rebase({ revision: 5, document: named("a") });
    await pass(0);
    expect(server.calls).toEqual([{ revision: 5, name: "mine" }]);
  });
});
