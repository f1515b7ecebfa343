/** The server's shapes under the names the pages use; the shapes themselves are generated. */
import type { components } from "./generated/api";

type Schemas = components["schemas"];

export type User = Schemas["User"];
export type Session = Schemas["Session"];
export type FlowSummary = Schemas["FlowSummary"];
export type Flow = Schemas["Flow"];
export type FlowVersion = Schemas["FlowVersion"];
export type Issue = Schemas["Issue"];
export type ExecutionSummary = Schemas["ExecutionSummary"];
export type Execution = Schemas["Execution"];
export type Step = Schemas["Step"];
export type Account = Schemas["Account"];
export type AccountInput = Schemas["AccountInput"];
export type AccountChange = Schemas["AccountChange"];
export type Contact = Schemas["Contact"];
export type Message = Schemas["Message"];

/** One page of a list; `nextCursor` is null or missing on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}
