/** A random walk of actions, undo and redo agrees with a list of whole documents. */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as actions from "../../src/model/actions";
import { copyText, readClipboard } from "../../src/model/clipboard";
import { complete, type FlowDocument } from "../../src/model/document";
import { type Action, MAX_STEPS } from "../../src/model/history";
import { tidy } from "../../src/model/layout";
import { portsOf } from "../../src/model/nodeTypes";
import { placed } from "../../src/model/placed";
import { createEditor, documentOf, type EditorStore } from "../../src/model/store";
import { flow, node, TYPES } from "./support";

const TAGS = [...TYPES.keys(), "not.installed"];
/** Printed with the shortest failing walk; change it to walk elsewhere. */
const SEED = 20_261_201;

/** A choice among what a document has; the numbers come from fast-check, so that a failure shrinks. */
interface Pick {
  a: number;
  b: number;
  c: number;
}

const at = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(1, items.length)];

const someIds = ({ nodes }: FlowDocument, { a, b }: Pick): string[] =>
  [...new Set([a, b, a + b].map((n) => at(nodes, n)?.id ?? ""))].filter((id) => id !== "");

type Make = (document: FlowDocument, pick: Pick) => Action | undefined;

const MAKERS: Make[] = [
  (document, { a, b, c }) => {
    const tag = at(TAGS, a) ?? "";
    const type = TYPES.get(tag);
    const position = { x: b * 10, y: c * 10 };
    const added = type ? actions.newNode(type, position, document) : node(`x${a}`, tag, {}, position);
    const source = at(document.nodes, b);
    const ports = source ? portsOf(source, TYPES.get(source.type)) : [];
    const wires: (actions.Wire | undefined)[] = [
      undefined,
      { kind: "after", source: source?.id ?? "", port: at(ports, c)?.name ?? "out" },
      { kind: "onEdge", edgeId: at(document.edges, c)?.id ?? "none" },
    ];
    return actions.addNode(TYPES, added, at(wires, c));
  },
  (document, pick) =>
    actions.connect(
      at(document.nodes, pick.a)?.id ?? "",
      at(["out", "failed", "branch_1", "else"], pick.c) ?? "",
      at(document.nodes, pick.b)?.id ?? "",
    ),
  (document, { a, b, c }) =>
    actions.reconnect(at(document.edges, a)?.id ?? "none", {
      source: at(document.nodes, b)?.id ?? "",
      port: "out",
      target: at(document.nodes, c)?.id ?? "",
    }),
  (document, pick) =>
    actions.deleteParts(someIds(document, pick).slice(0, 2), [at(document.edges, pick.c)?.id ?? "none"]),
  (document, { a, b, c }) => {
    const path =
      at(
        [
          ["body", "text"],
          ["branches"],
          ["branches", b % 3],
          ["branches", 0, "id"],
          ["__proto__", "x"],
          ["note"],
        ],
        b,
      ) ?? [];
    const value = at(["text", undefined, { id: `b${c}`, when: {} }, [{ id: "x" }, { id: "y" }], null, 7], c);
    return actions.setField(at(document.nodes, a)?.id ?? "", path, value);
  },
  (document, { a, b }) =>
    actions.setConfig(at(document.nodes, a)?.id ?? "", { branches: [{ id: `b${b % 3}` }] }),
  (_, { a }) => actions.renameFlow(a % 5 === 0 ? " " : `Flow ${a}`),
  (_, { a }) => actions.describeFlow(`About ${a}`),
  (document, pick) => actions.duplicate(someIds(document, pick)),
  (document, pick) => {
    const { fragment } = readClipboard(copyText(document, TYPES, someIds(document, pick)));
    return fragment && actions.paste(fragment, { x: pick.a, y: pick.b });
  },
  (document, { a }) =>
    a % 20 === 0
      ? actions.replaceDocument({ ...document, nodes: document.nodes.slice(1), edges: [] })
      : undefined,
];

const pick = fc.record({ a: fc.nat(60), b: fc.nat(60), c: fc.nat(60) });
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant("act" as const), maker: fc.nat(MAKERS.length - 1), pick }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("drag" as const),
      to: fc.array(fc.nat(900), { minLength: 1, maxLength: 4 }),
      pick,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("select" as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("tidy" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("undo" as const), times: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("redo" as const), times: fc.nat(4) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The naive model: every document there ever was, whole, as text. */
class Snapshots {
  private all: string[];
  private now = 0;

  constructor(document: FlowDocument) {
    this.all = [JSON.stringify(document)];
  }

  push(document: FlowDocument): void {
    const text = JSON.stringify(document);
    if (text === this.all[this.now]) return;
    this.forget();
    this.all = [...this.all, text].slice(-MAX_STEPS - 1);
    this.now = this.all.length - 1;
  }

  /** What was undone cannot be done again. */
  forget(): void {
    this.all = this.all.slice(0, this.now + 1);
  }

  go(by: number): void {
    this.now = Math.max(0, Math.min(this.all.length - 1, this.now + by));
  }

  get document(): unknown {
    return JSON.parse(this.all[this.now] ?? "null");
  }
}

async function take(store: EditorStore, snapshots: Snapshots, step: Step): Promise<void> {
  const state = store.getState();
  const document = documentOf(state);
  switch (step.kind) {
    case "act": {
      const action = MAKERS[step.maker]?.(document, step.pick);
      if (action) state.act(action);
      return snapshots.push(documentOf(store.getState()));
    }
    case "drag":
      for (const x of step.to) {
        const ids = someIds(document, step.pick);
        state.act(actions.moveNodes(new Map(ids.map((id) => [id, { x, y: x / 2 }]))), "drag");
      }
      state.endGesture();
      if (documentOf(store.getState()) !== document) snapshots.forget();
      return snapshots.push(documentOf(store.getState()));
    case "tidy": {
      const places = await tidy(document, placed, () => ({ width: 264, height: 96 }), undefined, TYPES);
      state.act(actions.moveNodes(places));
      return snapshots.push(documentOf(store.getState()));
    }
    case "select":
      return state.select(
        someIds(document, step.pick),
        [at(document.edges, step.pick.c)?.id ?? ""].filter(Boolean),
      );
    default:
      for (let n = 0; n <= step.times; n += 1) {
        if (step.kind === "undo") state.undo();
        else state.redo();
        snapshots.go(step.kind === "undo" ? -1 : 1);
      }
  }
}

function expectWhole(store: EditorStore): void {
  const document = documentOf(store.getState());
  const nodes = new Set(document.nodes.map(({ id }) => id));
  const edges = new Set(document.edges.map(({ id }) => id));
  const ports = new Set(
    document.edges.map(({ source, sourceHandle }) => JSON.stringify([source, sourceHandle])),
  );
  const triggers = new Set(document.nodes.filter(({ type }) => type === "trigger").map(({ id }) => id));
  expect(nodes.size, "node ids are unique").toBe(document.nodes.length);
  expect(edges.size, "edge ids are unique").toBe(document.edges.length);
  expect(ports.size, "a port has one edge").toBe(document.edges.length);
  for (const { source, target } of document.edges) {
    expect(nodes.has(source) && nodes.has(target), "no edge dangles").toBe(true);
    expect(triggers.has(target), "nothing leads into a trigger").toBe(false);
  }
  const { selection, openNode } = store.getState();
  expect(
    [...selection.nodes].every((id) => nodes.has(id)),
    "what is selected exists",
  ).toBe(true);
  expect(
    [...selection.edges].every((id) => edges.has(id)),
    "selected edges exist",
  ).toBe(true);
  expect(openNode === null || nodes.has(openNode), "the open node exists").toBe(true);
  expect(complete(JSON.parse(JSON.stringify(document))), "JSON says the same").toEqual(document);
}

test("actions, undo and redo agree with whole snapshots", { timeout: 120_000 }, async () => {
  const walk = fc.array(step, { minLength: 1, maxLength: 600, size: "max" });
  let longest = 0;
  await fc.assert(
    fc.asyncProperty(walk, async (steps) => {
      const first = flow([node("start", "trigger"), node("a"), node("b")], "start > a", "a > b");
      const store = createEditor(first, TYPES);
      const snapshots = new Snapshots(first);
      for (const each of steps) {
        await take(store, snapshots, each);
        expect(documentOf(store.getState())).toEqual(snapshots.document);
        expectWhole(store);
      }
      longest = Math.max(longest, store.getState().history.past.length);
      for (let n = 0; n < steps.length; n += 1) store.getState().undo();
      snapshots.go(-steps.length);
      expect(documentOf(store.getState())).toEqual(snapshots.document);
      if (steps.length <= MAX_STEPS) expect(documentOf(store.getState())).toEqual(first);
    }),
    { seed: SEED, numRuns: 14, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  );
  expect(longest, "some walks leave a long history").toBeGreaterThan(MAX_STEPS / 2);
});
