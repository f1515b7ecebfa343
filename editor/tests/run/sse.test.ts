/** The event-stream parser against text that arrives cut anywhere. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createParser, type ServerEvent } from "../../src/run/sse";

function read(...pieces: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const feed = createParser((event) => events.push(event));
  for (const piece of pieces) feed(piece);
  return events;
}

test("an event has its type, data and id", () => {
  expect(read('event: step\nid: 4\ndata: {"n":4}\n\n')).toEqual([{ type: "step", id: "4", data: '{"n":4}' }]);
});

test("data over several lines is joined by line feeds, one space after the colon is dropped", () => {
  expect(read("data: a\ndata:b\ndata:  c\ndata\n\n")[0]?.data).toBe("a\nb\n c\n");
});

test("comments and unknown fields are passed over, an event without data is none", () => {
  expect(read(": heartbeat\n\nevent: step\n\nretry: 10\nwhat: ever\ndata: x\n\n")).toEqual([
    { type: "message", id: "", data: "x" },
  ]);
});

test("the id stays until another one comes, and one with a NUL is ignored", () => {
  const ids = read("id: 1\ndata: a\n\ndata: b\n\nid: 2\0\ndata: c\n\nid\ndata: d\n\n").map(({ id }) => id);
  expect(ids).toEqual(["1", "1", "1", ""]);
});

test("an event that is not finished is not given", () => {
  expect(read("data: a\n\ndata: b\n")).toHaveLength(1);
});

test("every cut and every line end gives the same events", () => {
  const lines = [
    "event: step",
    "id: 7",
    "data: één",
    "data: 🌿",
    "",
    ": beat",
    "",
    "event: over",
    "data: {}",
    "",
    "",
  ];
  const whole = read(lines.join("\n"));
  expect(whole.map(({ type, data }) => [type, data])).toEqual([
    ["step", "één\n🌿"],
    ["over", "{}"],
  ]);
  const end = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(end, fc.array(fc.nat({ max: 120 }), { maxLength: 30 }), (lineEnd, cuts) => {
      expect(read(...cut(lines.join(lineEnd), cuts))).toEqual(whole);
    }),
  );
});

test("a letter of several bytes may be cut in the middle", () => {
  const bytes = new TextEncoder().encode("data: 🌿 é\n\n");
  for (let at = 0; at <= bytes.length; at++) {
    const decoder = new TextDecoder();
    const pieces = [bytes.slice(0, at), bytes.slice(at)].map((part) =>
      decoder.decode(part, { stream: true }),
    );
    expect(read(...pieces)[0]?.data).toBe("🌿 é");
  }
});

function cut(text: string, at: number[]): string[] {
  const places = [0, ...at.filter((place) => place < text.length).sort((a, b) => a - b), text.length];
  return places.slice(1).map((place, index) => text.slice(places[index], place));
}
