/** The server's shapes under the names the pages use; the shapes themselves are generated. */
import type { components } from "./generated/api";

type Schemas = components["schemas"];

export type User = Schemas["Person"];
export type Session = Schemas["SignedIn"];
export type FlowSummary = Schemas["FlowSummary"];
export type Flow = Schemas["StoredFlow"];
export type FlowVersion = Schemas["VersionRow"];
/** The server sends `fixes` with each of its own; what a form finds by itself has none. */
export type Issue = Omit<Schemas["Issue"], "fixes"> & Partial<Pick<Schemas["Issue"], "fixes">>;
export type Fix = Schemas["Issue"]["fixes"][number];
export type ExecutionSummary = Schemas["ExecutionSummary"];
export type Execution = Schemas["ExecutionDetail"];
export type RelatedExecution = Schemas["RelatedExecution"];
export type Step = Schemas["StepRow"];
export type Account = Schemas["AccountRow"];
export type AccountInput = Schemas["NewAccountBody"];
export type AccountChange = Schemas["ChangeAccountBody"];
export type Contact = Schemas["ContactRow"];
export type Message = Schemas["MessageRow"];

/** One page of a list; `nextCursor` is null or missing on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}
