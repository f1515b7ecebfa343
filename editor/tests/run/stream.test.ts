/** The stream client against a server that breaks off, refuses and ends. */
import { expect, test, vi } from "vitest";
import { openStream, type StreamState, type World } from "../../src/run/stream";

type Answer = (request: { headers: Headers; signal: AbortSignal }) => Response | Promise<Response>;

/** Play the answers one after the other; the stream is closed when they run out. */
async function follow(answers: Answer[], world: Partial<World> = {}, onEvent = (_data: string) => undefined) {
  const states: StreamState[] = [];
  const data: string[] = [];
  const requests: Headers[] = [];
  const pauses: number[] = [];
  const { promise: done, resolve: finish } = deferred<void>();
  let ends = 0;
  const close = openStream(
    {
      url: "/stream",
      onEvent: (event) => {
        onEvent(event.data);
        data.push(event.data);
      },
      onState: (state) => {
        states.push(state);
        if (state === "over" || state === "refused") finish();
      },
    },
    {
      fetch: (async (_url: string, init: { headers: HeadersInit; signal: AbortSignal }) => {
        const answer = answers.shift();
        if (answer === undefined) {
          finish();
          return await untilAborted(init.signal);
        }
        const headers = new Headers(init.headers);
        requests.push(headers);
        return await answer({ headers, signal: init.signal });
      }) as unknown as typeof fetch,
      freshToken: async () => "token",
      renewSession: async () => true,
      expireSession: () => ends++,
      shown: async () => undefined,
      signedIn: async () => undefined,
      pause: async (ms) => void pauses.push(ms),
      random: () => 1,
      ...world,
    },
  );
  await done;
  close();
  return { states, data, requests, pauses, ends };
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(new DOMException("Aborted", "AbortError"))),
  );

function events(text: string, { breaks = false } = {}): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (!isSent) controller.enqueue(new TextEncoder().encode(text));
      else if (breaks) controller.error(new TypeError("network error"));
      else controller.close();
      isSent = true;
    },
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream; charset=utf-8" } });
}

const OVER = "event: over\ndata: {}\n\n";
const failsToConnect: Answer = () => Promise.reject(new TypeError("Failed to fetch"));

test("events arrive with the token sent along, and `over` ends it", async () => {
  const seen = await follow([() => events(`id: 1\ndata: a\n\n${OVER}data: late\n\n`)]);
  expect(seen.data).toEqual(["a"]);
  expect(seen.states).toEqual(["open", "over"]);
  expect(seen.requests[0]?.get("authorization")).toBe("Bearer token");
  expect(seen.requests[0]?.get("last-event-id")).toBeNull();
});

test("a lost connection is told and taken up after the last id", async () => {
  const seen = await follow([
    () => events("id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: cut", { breaks: true }),
    () => events(`id: 3\ndata: c\n\n${OVER}`),
  ]);
  expect(seen.data).toEqual(["a", "b", "c"]);
  expect(seen.states).toEqual(["open", "lost", "open", "over"]);
  expect(seen.requests[1]?.get("last-event-id")).toBe("2");
});

test("a stream that the server ends in order is taken up again without a word", async () => {
  const seen = await follow([() => events("id: 1\ndata: a\n\n"), () => events(OVER)]);
  expect(seen.states).toEqual(["open", "open", "over"]);
});

test("the pauses grow to ten seconds and start anew after a word from the server", async () => {
  const failures = Array.from({ length: 7 }, () => failsToConnect);
  const seen = await follow([...failures, () => events(": hello\n\n", { breaks: true }), () => events(OVER)]);
  expect(seen.pauses).toEqual([500, 1000, 2000, 4000, 8000, 10000, 10000, 500]);
});

test("chance takes up to half of a pause away", async () => {
  const seen = await follow([failsToConnect, () => events(OVER)], { random: () => 0 });
  expect(seen.pauses).toEqual([250]);
});

test("each connection waits until the tab is shown, so that tabs in the back hold none", async () => {
  let waits = 0;
  const shown = async () => void waits++;
  const seen = await follow([failsToConnect, () => events(OVER)], { shown });
  expect([seen.requests.length, waits]).toEqual([2, 2]);
});

test("a refused token is renewed once and the stream goes on", async () => {
  const seen = await follow([() => new Response("", { status: 401 }), () => events(OVER)]);
  expect(seen.states).toEqual(["open", "over"]);
  expect([seen.ends, seen.pauses]).toEqual([0, []]);
});

test("a token refused twice in a row ends the session, and the next login goes on", async () => {
  const refusal = () => new Response("", { status: 401 });
  const seen = await follow([refusal, refusal, () => events(OVER)]);
  expect([seen.states, seen.ends]).toEqual([["lost", "open", "over"], 1]);
});

test("a renewal that does not reach the server is a lost connection", async () => {
  const renewSession = () => Promise.reject(new TypeError("Failed to fetch"));
  const seen = await follow([() => new Response("", { status: 401 }), () => events(OVER)], { renewSession });
  expect([seen.states, seen.ends]).toEqual([["lost", "open", "over"], 0]);
});

test("a renewal that the server in trouble cannot give is a lost connection", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const answers = [() => Promise.reject(new Error("status 503"))];
  const seen = await follow([() => events(OVER)], {
    freshToken: () => answers.shift()?.() ?? Promise.resolve("token"),
  });
  expect(seen.states).toEqual(["lost", "open", "over"]);
  warn.mockRestore();
});

test("an event that cannot be read is a lost connection, told once, and the stream goes on", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const bad = () => events("id: 1\ndata: {\n\nid: 2\ndata: {}\n\n");
  const answers = [bad, bad, () => events(`id: 2\ndata: {}\n\n${OVER}`)];
  const seen = await follow(answers, {}, (data) => JSON.parse(data));
  expect(seen.states).toEqual(["open", "lost", "open", "lost", "open", "over"]);
  expect(seen.data).toEqual(["{}"]);
  expect(seen.pauses).toEqual([500, 1000]);
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

test("what is gone is not asked for again; a busy server is", async () => {
  expect((await follow([() => new Response("", { status: 404 })])).states).toEqual(["refused"]);
  const busy = await follow([() => new Response("", { status: 503 }), () => events(OVER)]);
  expect(busy.states).toEqual(["lost", "open", "over"]);
});

test("an answer that is no event stream counts as lost", async () => {
  const seen = await follow([() => new Response("<html>", { status: 200 }), () => events(OVER)]);
  expect(seen.states).toEqual(["lost", "open", "over"]);
});

test("closing aborts the request and nothing is said any more", async () => {
  const states: StreamState[] = [];
  const { promise: connected, resolve: connect } = deferred<AbortSignal>();
  const close = openStream(
    { url: "/stream", onEvent: () => undefined, onState: (state) => states.push(state) },
    {
      fetch: ((_url: string, { signal }: { signal: AbortSignal }) => {
        connect(signal);
        return untilAborted(signal);
      }) as unknown as typeof fetch,
      freshToken: async () => null,
      renewSession: async () => false,
      expireSession: () => states.push("refused"),
      shown: async () => undefined,
      signedIn: async () => undefined,
      pause: async () => undefined,
      random: () => 0,
    },
  );
  const signal = await connected;
  close();
  await Promise.resolve();
  expect([signal.aborted, states]).toEqual([true, []]);
});
