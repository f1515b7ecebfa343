/** Copied nodes come back whole; anything else that may be on a clipboard is refused in a word. */
import { describe, expect, test } from "vitest";
import { copyText, MAX_CHARACTERS, readClipboard } from "../../src/model/clipboard";
import { byTag } from "../../src/model/nodeTypes";
import { flow, node, TYPES, typeOf } from "./support";

const PAIR = flow([node("a"), node("b"), node("c")], "a > b", "b > c");

test("copied nodes come back with the edges between them", () => {
  const { fragment } = readClipboard(copyText(PAIR, TYPES, ["a", "b"]));
  expect(fragment?.nodes).toEqual(PAIR.nodes.slice(0, 2));
  expect(fragment?.edges).toMatchObject([{ source: "a", sourceHandle: "out", target: "b" }]);
});

test("a whole flow is taken for its nodes", () => {
  expect(readClipboard(JSON.stringify(PAIR)).fragment?.nodes).toHaveLength(3);
});

test("secrets stay behind, wherever they are", () => {
  const secret = { type: "string", "x-ui": { widget: "secret" } };
  const schema = {
    type: "object",
    properties: {
      key: { type: "string", format: "password" },
      maybe: { anyOf: [secret, { type: "null" }] },
      rows: { type: "array", items: { $ref: "#/$defs/Row" } },
      heads: { type: "object", additionalProperties: secret },
      plain: { type: "string" },
    },
    $defs: { Row: { type: "object", properties: { token: secret } } },
  };
  const types = byTag([{ ...typeOf("end"), tag: "call", schema }]);
  const config = {
    key: "k1",
    maybe: "k2",
    rows: [{ token: "k3" }, null],
    heads: { auth: "k4" },
    plain: "kept",
  };
  const { fragment } = readClipboard(copyText(flow([node("a", "call", config)]), types, ["a"]));
  expect(fragment?.nodes[0]?.config).toEqual({
    key: "",
    maybe: "",
    rows: [{ token: "" }, null],
    heads: { auth: "" },
    plain: "kept",
  });
});

describe("readClipboard", () => {
  test.each([
    ["tooLarge", "x".repeat(MAX_CHARACTERS + 1)],
    ["notNodes", "Hello"],
    ["notNodes", ""],
    ["notNodes", "null"],
    ["notNodes", "[1]"],
    ["notNodes", '{"nodes":[]}'],
    ["notNodes", '{"nodes":"a"}'],
    ["notNodes", '{"nodes":[null,1,{"id":"","type":"x"},{"id":5,"type":"x"}]}'],
    ["notNodes", `{"nodes":${"[".repeat(400_000)}${"]".repeat(400_000)}}`],
    ["laterVersion", '{"parley":"nodes","version":2,"nodes":[]}'],
    ["laterVersion", '{"formatVersion":9,"nodes":[]}'],
  ])("answers %s", (problem, text) => expect(readClipboard(text)).toEqual({ problem }));

  test("mends positions and settings that are none, and leaves broken edges out", () => {
    const nodes = [
      { id: "a", type: "x", position: { x: "1", y: null }, config: [1] },
      { id: "b", type: "x", config: { n: null } },
    ];
    const edges = [null, { source: "a", target: 5 }, { source: "a", target: "b" }];
    expect(readClipboard(JSON.stringify({ nodes, edges })).fragment).toEqual({
      nodes: [
        { id: "a", type: "x", position: { x: 0, y: 0 }, config: {} },
        { id: "b", type: "x", position: { x: 0, y: 0 }, config: { n: null } },
      ],
      edges: [{ id: "", source: "a", sourceHandle: "out", target: "b" }],
      notes: [],
      groups: [],
    });
  });
});
