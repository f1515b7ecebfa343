/** Every endpoint the pages use, as a function each. */
import { client, unwrap } from "./api";
import type { paths } from "./generated/api";
import { spoken } from "./i18n/sentences";
import type { MediaKind } from "./model/bubble";
import type { FlowDocument } from "./model/document";
import type { AccountChange, AccountInput } from "./types";

const PAGE_SIZE = 50;

const flow = (id: number) => ({ params: { path: { flow_id: id } } });
const execution = (id: number) => ({ params: { path: { execution_id: id } } });
const page = (cursor?: string) => ({ limit: PAGE_SIZE, cursor });

export const getSetup = () => unwrap(client.GET("/api/setup"));

export const setUp = (body: { email: string; password: string; name: string }) =>
  unwrap(client.POST("/api/setup", { body }));

export const logIn = (body: { email: string; password: string }) =>
  unwrap(client.POST("/api/auth/login", { body }));

export const logOut = () => unwrap(client.POST("/api/auth/logout"));

export const makeDemo = () => unwrap(client.POST("/api/demo"));

export const listFlows = (cursor?: string, limit = PAGE_SIZE) =>
  unwrap(client.GET("/api/flows", { params: { query: { cursor, limit } } }));

export const getFlow = (id: number) => unwrap(client.GET("/api/flows/{flow_id}", flow(id)));

/** Send the file's bytes as they are: the server is the judge of what a flow document is. */
export const importFlow = (file: Blob) =>
  unwrap(
    client.POST("/api/flows", {
      body: file as never,
      bodySerializer: (body) => body as unknown as Blob,
      headers: { "Content-Type": "application/json" },
    }),
  );

export const deleteFlow = (id: number) => unwrap(client.DELETE("/api/flows/{flow_id}", flow(id)));

/** Refused when `revision` is not the newest draft. */
export const publishFlow = (id: number, revision: number, name: string | null = null) =>
  unwrap(client.POST("/api/flows/{flow_id}/publish", { ...flow(id), body: { name, revision } }));

export const nameVersion = (id: number, number: number, name: string | null) =>
  unwrap(
    client.PATCH("/api/flows/{flow_id}/versions/{number}", {
      params: { path: { flow_id: id, number } },
      body: { name },
    }),
  );

export const unpublishFlow = (id: number) => unwrap(client.POST("/api/flows/{flow_id}/unpublish", flow(id)));

export const listVersions = (id: number, cursor?: string) =>
  unwrap(
    client.GET("/api/flows/{flow_id}/versions", { params: { path: { flow_id: id }, query: page(cursor) } }),
  );

/** Which executions of a flow, as the server asks for it. */
export type ExecutionQuery = NonNullable<
  paths["/api/flows/{flow_id}/executions/totals"]["get"]["parameters"]["query"]
>;

export const listExecutions = (id: number, query: ExecutionQuery, cursor?: string, limit = PAGE_SIZE) =>
  unwrap(
    client.GET("/api/flows/{flow_id}/executions", {
      params: { path: { flow_id: id }, query: { limit, cursor, ...query } },
    }),
  );

export const countExecutions = (id: number, query: ExecutionQuery) =>
  unwrap(client.GET("/api/flows/{flow_id}/executions/totals", { params: { path: { flow_id: id }, query } }));

/** One round of retrying what failed; goes on with the cursor of its answer. */
export const retryExecutions = (id: number, query: ExecutionQuery, cursor?: string) =>
  unwrap(
    client.POST("/api/flows/{flow_id}/executions/retry", {
      params: { path: { flow_id: id }, query: { cursor, ...query } },
    }),
  );

export const getExecution = (id: number) =>
  unwrap(client.GET("/api/executions/{execution_id}", execution(id)));

/** A finished step whole, with what is too large for the execution's list. */
export const getStep = (id: number, n: number) =>
  unwrap(
    client.GET("/api/executions/{execution_id}/steps/{n}", { params: { path: { execution_id: id, n } } }),
  );

/** Tell an execution what to do; it obeys when its turn comes. */
export const commandExecution = (id: number, command: "cancel" | "pause" | "resume" | "retry") =>
  unwrap(client.POST(`/api/executions/{execution_id}/${command}`, execution(id)));

export const listAccounts = () => unwrap(client.GET("/api/whatsapp-accounts"));

export const addAccount = (body: AccountInput) => unwrap(client.POST("/api/whatsapp-accounts", { body }));

export const changeAccount = (id: number, body: AccountChange) =>
  unwrap(client.PATCH("/api/whatsapp-accounts/{account_id}", { params: { path: { account_id: id } }, body }));

export const listContacts = (accountId?: number, cursor?: string) =>
  unwrap(client.GET("/api/contacts", { params: { query: { ...page(cursor), accountId } } }));

export const addContact = (body: { accountId: number; phone: string; name: string }) =>
  unwrap(client.POST("/api/contacts", { body }));

/** The newest messages of a contact, or those before the message `before`; oldest first. */
export const listMessages = (id: number, before?: number) =>
  unwrap(
    client.GET("/api/contacts/{contact_id}/messages", {
      params: { path: { contact_id: id }, query: { limit: PAGE_SIZE, before } },
    }),
  );

export const listUnknownSends = (cursor?: string) =>
  unwrap(client.GET("/api/messages", { params: { query: { ...page(cursor), outcomeUnknown: true } } }));

/** Type as a customer, through the simulator. */
export const typeAsCustomer = (body: { accountId: number; phone: string; name: string; text: string }) =>
  unwrap(client.POST("/api/phone/messages", { body }));

/** Tap a button of a message on the customer's phone. */
export const tapAsCustomer = (body: { messageId: number; buttonId: string }) =>
  unwrap(client.POST("/api/phone/taps", { body }));

/** Open the chat on the customer's phone: the business sees blue ticks. */
export const readAsCustomer = (contactId: number) =>
  unwrap(client.POST("/api/phone/read", { body: { contactId } }));

/** Upload a file as it is: the server looks at its bytes. */
export const uploadMedia = (kind: MediaKind, file: File) =>
  unwrap(
    client.POST("/api/media", {
      params: { query: { kind, name: file.name } },
      body: file as never,
      bodySerializer: (body) => body as unknown as Blob,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );

export const getMediaAddress = () => unwrap(client.GET("/api/media/address"));

export const listNodeTypes = () => unwrap(client.GET("/api/node-types")).then(spoken);

/** Save a draft; `body` is `{revision, document}` as text, so that its size is known before it is sent. */
export const saveFlow = (id: number, body: string, options: { keepalive: boolean; signal: AbortSignal }) =>
  unwrap(
    client.PUT("/api/flows/{flow_id}", {
      ...flow(id),
      ...options,
      body: body as never,
      bodySerializer: (text) => text as unknown as string,
      headers: { "Content-Type": "application/json" },
    }),
  );

export const createFlow = (body: { name: string } & Partial<FlowDocument>) =>
  unwrap(client.POST("/api/flows", { body: body as never }));

/** What is wrong with a document, saved or not. */
export const checkFlow = (id: number, body: FlowDocument, signal: AbortSignal) =>
  unwrap(client.POST("/api/flows/{flow_id}/check", { ...flow(id), signal, body: body as never })).then(
    spoken,
  );

/** How often nodes were visited and ways taken by those who entered in a period, and who waits now. */
export const countFlow = (
  id: number,
  query: NonNullable<paths["/api/flows/{flow_id}/counts"]["get"]["parameters"]["query"]>,
) => unwrap(client.GET("/api/flows/{flow_id}/counts", { params: { path: { flow_id: id }, query } }));

type PresenceCall = paths["/api/flows/{flow_id}/presence"]["post"];

export type Presence = PresenceCall["responses"][200]["content"]["application/json"];

/** Say that a tab has the flow open, and hear of the others; `isLast` when the page goes away. */
export const sayPresence = (
  id: number,
  body: PresenceCall["requestBody"]["content"]["application/json"],
  isLast = false,
) => unwrap(client.POST("/api/flows/{flow_id}/presence", { ...flow(id), body, keepalive: isLast }));

export const getVersion = (id: number, number: number) =>
  unwrap(client.GET("/api/flows/{flow_id}/versions/{number}", { params: { path: { flow_id: id, number } } }));

/** The executions of the flow with the highest ids, of one contact or of any; the one that started last need not be the first. */
export const newestExecutions = async (id: number, contactId: number | null) => {
  const query = { limit: PAGE_SIZE, contactId };
  const found = await unwrap(
    client.GET("/api/flows/{flow_id}/executions", { params: { path: { flow_id: id }, query } }),
  );
  return found.items;
};

/** The settings of a flow as a whole, described as a node type is. */
export const getFlowSettings = () => unwrap(client.GET("/api/flow-settings")).then(spoken);

/** The flows that come with the product, to begin with. */
export const listStarters = () => unwrap(client.GET("/api/starters"));

/** The names that every template and expression can read. */
export const getScope = () => unwrap(client.GET("/api/scope")).then(spoken);

/** What a cron line means and when it fires next; without a zone in the owner's. */
export const getScheduleTimes = (cron: string, timezone: string | undefined) =>
  unwrap(client.GET("/api/schedule-times", { params: { query: { cron, timezone } } }));

/** Play a script with a draft, in the server's memory. */
export const simulateFlow = (id: number, body: object, signal: AbortSignal) =>
  unwrap(client.POST("/api/flows/{flow_id}/simulate", { ...flow(id), signal, body: body as never }));

/** Run the tests that a document carries. */
export const runFlowTests = (id: number, body: FlowDocument, signal: AbortSignal) =>
  unwrap(client.POST("/api/flows/{flow_id}/tests", { ...flow(id), signal, body: body as never }));
