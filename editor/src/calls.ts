/** Every endpoint the pages use, as a function each. */
import { client, unwrap } from "./api";
import type { AccountChange, AccountInput } from "./types";

const PAGE_SIZE = 50;

const at = (id: number) => ({ params: { path: { id } } });
const page = (cursor?: string) => ({ limit: PAGE_SIZE, cursor });

export const getSetup = () => unwrap(client.GET("/api/setup"));

export const setUp = (body: { email: string; password: string; name: string }) =>
  unwrap(client.POST("/api/setup", { body }));

export const logIn = (body: { email: string; password: string }) =>
  unwrap(client.POST("/api/auth/login", { body }));

export const logOut = () => unwrap(client.POST("/api/auth/logout"));

export const makeDemo = () => unwrap(client.POST("/api/demo"));

export const listFlows = (cursor?: string) =>
  unwrap(client.GET("/api/flows", { params: { query: page(cursor) } }));

export const getFlow = (id: number) => unwrap(client.GET("/api/flows/{id}", at(id)));

/** Send the file's bytes as they are: the server is the judge of what a flow document is. */
export const importFlow = (file: Blob) =>
  unwrap(
    client.POST("/api/flows", {
      body: file as unknown as Record<string, never>,
      bodySerializer: (body) => body as unknown as Blob,
      headers: { "Content-Type": "application/json" },
    }),
  );

export const deleteFlow = (id: number) => unwrap(client.DELETE("/api/flows/{id}", at(id)));

export const publishFlow = (id: number) => unwrap(client.POST("/api/flows/{id}/publish", at(id)));

export const unpublishFlow = (id: number) => unwrap(client.POST("/api/flows/{id}/unpublish", at(id)));

export const listVersions = (id: number, cursor?: string) =>
  unwrap(client.GET("/api/flows/{id}/versions", { params: { path: { id }, query: page(cursor) } }));

export const listExecutions = (id: number, status?: string, cursor?: string) =>
  unwrap(
    client.GET("/api/flows/{id}/executions", {
      params: { path: { id }, query: { ...page(cursor), status } },
    }),
  );

export const getExecution = (id: number) => unwrap(client.GET("/api/executions/{id}", at(id)));

export const cancelExecution = (id: number) => unwrap(client.POST("/api/executions/{id}/cancel", at(id)));

export const listAccounts = () => unwrap(client.GET("/api/whatsapp-accounts"));

export const addAccount = (body: AccountInput) => unwrap(client.POST("/api/whatsapp-accounts", { body }));

export const changeAccount = (id: number, body: AccountChange) =>
  unwrap(client.PATCH("/api/whatsapp-accounts/{id}", { ...at(id), body }));

export const listContacts = (accountId: number, cursor?: string) =>
  unwrap(client.GET("/api/contacts", { params: { query: { ...page(cursor), accountId } } }));

export const addContact = (body: { accountId: number; phone: string; name: string }) =>
  unwrap(client.POST("/api/contacts", { body }));

/** The newest messages of a contact, or those before the message `before`; oldest first. */
export const listMessages = (id: number, before?: number) =>
  unwrap(
    client.GET("/api/contacts/{id}/messages", {
      params: { path: { id }, query: { limit: PAGE_SIZE, before } },
    }),
  );

export const listUnknownSends = (cursor?: string) =>
  unwrap(client.GET("/api/messages", { params: { query: { ...page(cursor), outcomeUnknown: true } } }));

/** Type as a customer, through the simulator. */
export const typeAsCustomer = (body: { accountId: number; phone: string; name: string; text: string }) =>
  unwrap(client.POST("/api/phone/messages", { body }));

/** Open the chat on the customer's phone: the business sees blue ticks. */
export const readAsCustomer = (contactId: number) =>
  unwrap(client.POST("/api/phone/read", { body: { contactId } }));
