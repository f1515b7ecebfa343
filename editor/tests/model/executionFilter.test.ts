import { expect, test } from "vitest";
import {
  changed,
  type ExecutionFilter,
  isNarrow,
  readFilter,
  toQuery,
  writeFilter,
} from "../../src/model/executionFilter";

const FULL: ExecutionFilter = {
  status: "Failed",
  outcome: "sold & paid",
  version: 3,
  since: "7d",
  waiting: "reply",
  node: "ask#1",
  search: "Bea +34",
};

test("what an address says is what was written into it", () => {
  expect(readFilter(writeFilter(FULL))).toEqual(FULL);
  expect(writeFilter({})).toBe("");
  expect(readFilter("")).toEqual({});
});

test("what an address says wrongly is left out", () => {
  expect(readFilter("?status=Odd&version=-1&since=9y&from=soon&waiting=luck&node=&x=1")).toEqual({});
});

test("a moment is one of the world, whatever its zone", () => {
  expect(readFilter("from=2026-11-24T12:00:00%2B01:00").from).toBe("2026-11-24T11:00:00.000Z");
});

test("a period counts back from now", () => {
  const now = Date.parse("2026-11-24T12:00:00Z");
  expect(toQuery({ since: "24h", node: "ask" }, now)).toEqual({
    startedFrom: "2026-11-23T12:00:00.000Z",
    nodeId: "ask",
  });
});

test("a part is changed or taken out", () => {
  const next = changed(FULL, { status: undefined, node: "greet" });
  expect(next).toEqual({ ...FULL, status: undefined, node: "greet" });
  expect("status" in next).toBe(false);
  expect(isNarrow(changed({ node: "a" }, { node: undefined }))).toBe(false);
});
