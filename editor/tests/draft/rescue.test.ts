/** The rescue: unsaved drafts kept in the browser, within its limits. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Keeper, keep, placeOf, type Rescued, rescuesOf } from "../../src/draft/rescue";
import { forgetRescues, MAX_AGE_MS } from "../../src/draft/rescueShelf";
import { complete } from "../../src/model/document";
import { browserShelf, drop, type Shelf } from "../../src/storage";

/** A browser's storage with room for `room` characters. */
class Storage implements Shelf {
  readonly #items = new Map<string, string>();
  readonly #room: number;
  writes = 0;

  constructor(room: number) {
    this.#room = room;
  }

  get length() {
    return this.#items.size;
  }

  key(at: number) {
    return [...this.#items.keys()][at] ?? null;
  }

  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, text: string) {
    this.writes++;
    const others = [...this.#items].filter(([other]) => other !== key);
    const used = others.reduce((sum, [other, item]) => sum + other.length + item.length, 0);
    if (used + key.length + text.length > this.#room) throw new DOMException("full", "QuotaExceededError");
    this.#items.set(key, text);
  }

  removeItem(key: string) {
    this.#items.delete(key);
  }
}

const draft = (key: string, at: number, description = ""): Rescued => ({
  key,
  at,
  revision: 3,
  document: complete({ formatVersion: 1, name: key, description }),
});

const NOW = 1_000;

let shelf: Storage;

beforeEach(() => {
  shelf = new Storage(5_000_000);
});

describe("rescue", () => {
  it("keeps drafts of a user's flow apart by tab, and lists the newest first", () => {
    keep(shelf, draft(placeOf(1, 7, "a"), 100));
    keep(shelf, draft(placeOf(1, 7, "b"), 200));
    keep(shelf, draft(placeOf(1, 70, "a"), 300));
    keep(shelf, draft(placeOf(2, 7, "a"), 400));
    expect(rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)).toEqual([200, 100]);
  });

  it("forgets what was dropped", () => {
    const kept = draft(placeOf(1, 7, "a"), 100);
    keep(shelf, kept);
    drop(shelf, kept.key);
    expect(rescuesOf(shelf, 1, 7, NOW)).toEqual([]);
  });

  it("is bounded: the oldest makes room for the newest", () => {
    for (let at = 0; at < 30; at++) keep(shelf, draft(placeOf(1, 7, `tab${at}`), at));
    const kept = rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at);
    expect(kept).toHaveLength(20);
    expect(kept[0]).toBe(29);
    expect(kept.at(-1)).toBe(10);
  });

  it("makes room in a full browser, and says so when there is none", () => {
    shelf = new Storage(1_000);
    expect(keep(shelf, draft(placeOf(1, 7, "a"), 1, "x".repeat(500)))).toBe(true);
    expect(keep(shelf, draft(placeOf(1, 7, "b"), 2, "x".repeat(500)))).toBe(true);
    expect(rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)).toEqual([2]);
    expect(keep(shelf, draft(placeOf(1, 7, "c"), 3, "x".repeat(5_000)))).toBe(false);
    expect(rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)).toEqual([2]);
  });

  it("keeps what a draft began from, and the draft alone where there is no room for both", () => {
    const base = complete({ formatVersion: 1, name: "before", description: "y".repeat(500) });
    shelf = new Storage(1_000);
    expect(keep(shelf, { ...draft(placeOf(1, 7, "a"), 1, "x".repeat(50)), base })).toBe(true);
    expect(rescuesOf(shelf, 1, 7, NOW)[0]?.base).toEqual(base);
    expect(keep(shelf, { ...draft(placeOf(1, 7, "a"), 2, "x".repeat(600)), base })).toBe(true);
    expect(rescuesOf(shelf, 1, 7, NOW).map((entry) => [entry.at, entry.base])).toEqual([[2, undefined]]);
  });

  it("overlooks what it cannot read", () => {
    shelf.setItem(placeOf(1, 7, "a"), "{not json");
    shelf.setItem(placeOf(1, 7, "b"), '{"at": 1, "revision": 2, "document": {}}');
    expect(rescuesOf(shelf, 1, 7, NOW)).toEqual([]);
  });

  it("reads none of the other drafts to keep one", () => {
    for (let at = 0; at < 19; at++) keep(shelf, draft(placeOf(1, 7, `tab${at}`), at));
    const parse = vi.spyOn(JSON, "parse");
    keep(shelf, draft(placeOf(1, 8, "a"), 100));
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it("writes a draft again only when it has changed", () => {
    const keeper = new Keeper(shelf, placeOf(1, 7, "a"));
    const { document } = draft("x", 0);
    const base = { revision: 3, document: complete({ formatVersion: 1, name: "before", description: "" }) };
    for (let at = 1; at <= 3; at++) keeper.keep(at, base, document);
    expect([shelf.writes, rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)]).toEqual([1, [1]]);
    keeper.keep(4, base, { ...document, name: "y" });
    expect(shelf.writes).toBe(2);
    keeper.drop();
    keeper.keep(5, base, document);
    expect(rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)).toEqual([5]);
  });

  it("says when there is no room, leaves what was kept before, and tries again at the next change", () => {
    shelf = new Storage(1_000);
    const keeper = new Keeper(shelf, placeOf(1, 7, "a"));
    const base = { revision: 3, document: draft("before", 0).document };
    const [small, large] = [draft("x", 0).document, draft("x", 0, "x".repeat(5_000)).document];
    expect(keeper.keep(1, base, small)).toBe(true);
    expect(keeper.keep(2, base, large)).toBe(false);
    const { writes } = shelf;
    expect([keeper.keep(3, base, large), shelf.writes]).toEqual([false, writes]);
    expect(rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)).toEqual([1]);
    expect(keeper.keep(4, base, { ...small, name: "y" })).toBe(true);
    expect(rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)).toEqual([4]);
  });

  it("says when another tab has taken the room, and does not take it back", () => {
    shelf = new Storage(6_000);
    const base = { revision: 3, document: draft("before", 0).document };
    const [mine, other] = [1, 2].map((at) => draft(`${at}`, at, "x".repeat(4_000)).document);
    const [keeper, neighbour] = ["a", "b"].map((tab) => new Keeper(shelf, placeOf(1, 7, tab)));
    expect(keeper?.keep(1, base, mine as Rescued["document"])).toBe(true);
    expect(neighbour?.keep(2, base, other as Rescued["document"])).toBe(true);
    expect(keeper?.keep(3, base, mine as Rescued["document"])).toBe(false);
    expect(rescuesOf(shelf, 1, 7, NOW).map(({ at }) => at)).toEqual([2]);
  });

  it("says that a draft of more than two million characters is not kept", () => {
    const keeper = new Keeper(shelf, placeOf(1, 7, "a"));
    const base = { revision: 3, document: draft("before", 0).document };
    expect(keeper.keep(1, base, draft("x", 0, "x".repeat(3_000_000)).document)).toBe(false);
    expect(shelf.length).toBe(0);
  });

  it("drops no old draft for one that there is no room for", () => {
    shelf = new Storage(10_000);
    for (let at = 0; at < 20; at++) keep(shelf, draft(placeOf(1, 7, `tab${at}`), at));
    expect(keep(shelf, draft(placeOf(1, 7, "large"), 100, "x".repeat(10_000)))).toBe(false);
    expect(rescuesOf(shelf, 1, 7, NOW)).toHaveLength(20);
  });

  it("keeps nothing, and throws nothing, where the browser forbids storage", () => {
    vi.stubGlobal("window", {
      get localStorage() {
        throw new DOMException("denied", "SecurityError");
      },
    });
    const keeper = new Keeper(browserShelf(), placeOf(1, 7, "a"));
    const base = { revision: 3, document: draft("before", 0).document };
    expect(keeper.keep(1, base, draft("x", 0).document)).toBe(false);
    keeper.drop();
    forgetRescues(browserShelf(), 1);
    expect(rescuesOf(browserShelf(), 1, 7, NOW)).toEqual([]);
    vi.unstubAllGlobals();
  });

  it("forgets drafts after two weeks, whoever they belong to", () => {
    keep(shelf, draft(placeOf(1, 7, "a"), 100));
    keep(shelf, draft(placeOf(2, 9, "a"), 100));
    keep(shelf, draft(placeOf(1, 7, "b"), 200));
    expect(rescuesOf(shelf, 1, 7, 100 + MAX_AGE_MS).map(({ at }) => at)).toEqual([200, 100]);
    expect(rescuesOf(shelf, 1, 7, 101 + MAX_AGE_MS).map(({ at }) => at)).toEqual([200]);
    expect(shelf.length).toBe(1);
  });

  it("forgets one person's drafts when they log out, and nobody else's", () => {
    keep(shelf, draft(placeOf(1, 7, "a"), 100));
    keep(shelf, draft(placeOf(1, 8, "a"), 100));
    keep(shelf, draft(placeOf(11, 7, "a"), 100));
    shelf.setItem("parley-phone", "{}");
    forgetRescues(shelf, 1);
    expect([shelf.key(0), shelf.key(1), shelf.length]).toEqual([placeOf(11, 7, "a"), "parley-phone", 2]);
  });
});
