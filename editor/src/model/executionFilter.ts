/** Which executions of a flow a list shows: kept in the address, so that a link shows the same to somebody else. */

export const PERIODS = ["1h", "24h", "7d", "30d"] as const;
export type Period = (typeof PERIODS)[number];

const STATUSES = ["Running", "Paused", "Completed", "Failed"] as const;
const WAITS = ["time", "reply", "event", "first", "call", "effect", "send", "continue"] as const;

export type Status = (typeof STATUSES)[number];
export type Wait = (typeof WAITS)[number];
export { STATUSES, WAITS };

/** What is left out is not asked for. `since` counts back from now; `from` and `to` are moments as ISO texts. */
export interface ExecutionFilter {
  status?: Status;
  outcome?: string;
  version?: number;
  since?: Period;
  from?: string;
  to?: string;
  waiting?: Wait;
  node?: string;
  search?: string;
}

const HOUR_MS = 3_600_000;
/** How far back each period begins. */
export const LENGTHS_MS: Record<Period, number> = {
  "1h": HOUR_MS,
  "24h": 24 * HOUR_MS,
  "7d": 7 * 24 * HOUR_MS,
  "30d": 30 * 24 * HOUR_MS,
};

/** The filter that an address asks for; what it says wrongly is left out. */
export function readFilter(address: string): ExecutionFilter {
  const asked = new URLSearchParams(address);
  const version = Number(asked.get("version"));
  return without({
    status: STATUSES.find((status) => status === asked.get("status")),
    outcome: asked.get("outcome") || undefined,
    version: Number.isSafeInteger(version) && version > 0 ? version : undefined,
    since: PERIODS.find((period) => period === asked.get("since")),
    from: momentOf(asked.get("from")),
    to: momentOf(asked.get("to")),
    waiting: WAITS.find((wait) => wait === asked.get("waiting")),
    node: asked.get("node") || undefined,
    search: asked.get("search") || undefined,
  });
}

/** The filter as an address says it: "?status=Failed&node=greet", or nothing. */
export function writeFilter(filter: ExecutionFilter): string {
  const parts = Object.entries(without(filter)).map(([name, value]) => [name, String(value)]);
  return parts.length === 0 ? "" : `?${new URLSearchParams(parts)}`;
}

/** The filter as the server asks for it, at this moment. */
export function toQuery(filter: ExecutionFilter, now = Date.now()) {
  const { status, outcome, version, since, from, to, waiting, node, search } = filter;
  return without({
    status,
    outcome,
    version,
    startedFrom: since ? new Date(now - LENGTHS_MS[since]).toISOString() : from,
    startedTo: to,
    waitingFor: waiting,
    nodeId: node,
    search,
  });
}

/** Whether anything is asked for at all. */
export const isNarrow = (filter: ExecutionFilter): boolean => writeFilter(filter) !== "";

/** The filter with some parts changed; undefined takes one out. */
export const changed = (filter: ExecutionFilter, parts: Changes): ExecutionFilter =>
  without({ ...filter, ...parts });

export type Changes = { [Name in keyof ExecutionFilter]?: ExecutionFilter[Name] | undefined };

function momentOf(text: string | null): string | undefined {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

const without = <T extends object>(parts: T): Given<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Given<T>;
