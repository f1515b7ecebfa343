/** A chat with the draft: the script that is played, and what the server tells of it as lines of a chat and as steps. */
import type { components } from "../generated/api";
import type { Contact, Step } from "../types";
import { isObject } from "./schema";

type Schemas = components["schemas"];

export type Outcome = Schemas["Outcome"];
type Entry = Outcome["timeline"][number];
export type Call = Outcome["calls"][number];
export type Judged = Schemas["Judged"];
export type Sent = Schemas["Sent"];

type Sketch<T> = { [K in keyof T]?: T[K] extends object | undefined ? Partial<T[K]> : T[K] };
type Loose<T> = T extends { type: unknown } ? Pick<T, "type"> & Sketch<Omit<T, "type">> : never;

/** As the server takes it; what has a default may be left out. */
export type ScriptStep = Loose<NonNullable<Schemas["Simulation"]["steps"]>[number]>;
export type Fixture = Sketch<Schemas["Fixture"]>;

export interface Script {
  steps: ScriptStep[];
  start?: { nodeId: string; variables?: Record<string, unknown>; event?: unknown };
  contact?: Fixture;
  at?: string;
  seed?: number;
}

export const EMPTY: Script = { steps: [] };

/** A contact as the simulation can have them; nothing that is not known of them is said. */
export function fixtureOf(contact: Contact): Fixture {
  const { id, name, phone, email, company, timezone, tags, customFields } = contact;
  return {
    ...{ id, name, phone, tags },
    ...(email !== null && { email }),
    ...(company !== null && { company }),
    ...(timezone !== null && { timezone }),
    ...(isObject(customFields) && { fields: customFields }),
  };
}

/** The flow that is being drawn, in the numbers of a simulation. */
const DRAFT = 0;

export const isExpectation = ({ type }: ScriptStep): boolean => type.startsWith("expect");

/** The script without what was done last; expectations behind it go with it. */
export function withoutLast(script: Script): Script {
  const last = script.steps.findLastIndex((step) => !isExpectation(step));
  if (last >= 0) return { ...script, steps: script.steps.slice(0, last) };
  return script.start === undefined ? script : { ...script, start: undefined, steps: [] };
}

export type Line =
  | { kind: "clock"; at: string; since: string }
  | { kind: "received"; at: string; text: string; isTap: boolean }
  | { kind: "sent"; at: string; message: Sent; isOld: boolean }
  | { kind: "unheard"; at: string; triggers: Judged[] }
  | { kind: "happened"; at: string; name: string; key: string | null }
  | { kind: "ended"; at: string; outcome: string | null; error: string | null; flowId: number };

const A_MINUTE = 60_000;

/** The timeline as a customer would see it, with what explains it in between. */
export function chatOf({ timeline }: Outcome): Line[] {
  const lines: Line[] = [];
  const last = timeline.findLast(({ type }) => type === "sent" || type === "received");
  let clock = timeline[0]?.at ?? "";
  for (const entry of timeline) {
    const line = lineOf(entry, last);
    if (line === undefined) continue;
    if (Date.parse(line.at) - Date.parse(clock) >= A_MINUTE)
      lines.push({ kind: "clock", at: line.at, since: clock });
    clock = line.at;
    lines.push(line);
  }
  return lines;
}

function lineOf(entry: Entry, last: Entry | undefined): Line | undefined {
  switch (entry.type) {
    case "received":
      return { kind: "received", at: entry.at, text: entry.text, isTap: entry.button != null };
    case "sent":
      return { kind: "sent", at: entry.at, message: entry, isOld: entry !== last };
    case "weighed":
      return entry.hasStarted ? undefined : { kind: "unheard", at: entry.at, triggers: entry.triggers };
    case "happened":
      return { kind: "happened", at: entry.at, name: entry.name, key: entry.key ?? null };
    case "ended":
      return { ...entry, kind: "ended" };
  }
}

/** The steps of the draft's executions in order, and at the end the visit at which the newest one rests. */
export function stepsOf({ timeline, executions }: Outcome): Step[] {
  const steps = timeline.flatMap((entry) =>
    entry.type === "step" && entry.flowId === DRAFT ? [stepOf(entry)] : [],
  );
  const resting = executions.findLast(({ flowId, waitingFor }) => flowId === DRAFT && waitingFor !== null);
  const numbered = steps.map((step, at) => ({ ...step, n: at + 1 }));
  if (resting?.nodeId == null) return numbered;
  const rest = timeline.findLast((entry) => entry.type === "wait" && entry.executionId === resting.id);
  return [
    ...numbered,
    {
      executionId: resting.id,
      n: numbered.length + 1,
      nodeId: resting.nodeId,
      nodeType: "",
      status: "Running",
      startedAt: rest?.at ?? null,
    },
  ];
}

/** A step with the flow that it belongs to: the draft, or another flow that it started or called. */
export type FlowStep = Step & { flowId: number };

/** Whether a step or a call is the draft's own. */
export const isOfDraft = ({ flowId }: { flowId: number }): boolean => flowId === DRAFT;

/** The finished steps of all flows, in the order in which they were taken. */
export function allStepsOf({ timeline }: Outcome): FlowStep[] {
  const steps = timeline.flatMap((entry) =>
    entry.type === "step" ? [{ ...stepOf(entry), flowId: entry.flowId }] : [],
  );
  return steps.map((step, at) => ({ ...step, n: at + 1 }));
}

/** The steps to draw on the canvas: those of the newest execution, as earlier ones would blur its path. */
export function drawnOf(outcome: Outcome): Step[] {
  const newest = newestOf(outcome);
  return stepsOf(outcome).filter(({ executionId }) => executionId === newest?.id);
}

function stepOf(entry: Schemas["Stepped"]): Step {
  return {
    executionId: entry.executionId,
    n: entry.n,
    nodeId: entry.nodeId,
    nodeType: entry.nodeType,
    status: entry.status as Step["status"],
    port: entry.port,
    input: entry.input,
    output: entry.output,
    startedAt: entry.startedAt,
    finishedAt: entry.at,
    errorMessage: entry.error,
  };
}

/** The execution to look at: the newest of the draft itself. */
export const newestOf = ({ executions }: Outcome) => executions.findLast(({ flowId }) => flowId === DRAFT);

/** A moment as the contact's clock shows it; in UTC when nobody knows the zone. */
export function timeIn(iso: string, zone: string | undefined, locale?: string): string {
  try {
    return clockIn(zone ?? "UTC", locale).format(new Date(iso));
  } catch {
    return clockIn("UTC", locale).format(new Date(iso));
  }
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** "10 min", "1.5 hr": a length of time in its largest unit, for where there is little room. */
export function roughly(from: string, to: string, locale?: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? UNITS[3];
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 });
  return format.format(seconds / size);
}

const clockIn = (timeZone: string, locale?: string) =>
  new Intl.DateTimeFormat(locale, {
    ...{ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
    timeZone,
  });
