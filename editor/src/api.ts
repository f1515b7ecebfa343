/** The typed HTTP client: adds the access token, renews it once on a 401, turns errors into `Problem`. */
import createClient from "openapi-fetch";
import type { paths } from "./generated/api";
import { t } from "./i18n";
import { spoken, translated } from "./i18n/sentences";
import { expireSession, freshToken, getSession, renewSession } from "./session";

export const client = createClient<paths>({ baseUrl: window.location.origin, fetch: authorisedFetch });

/** An error answer of the server; `message` is the sentence for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: unknown[];
  /** The whole answer: some refusals carry more, such as both documents of a conflict. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: unknown) {
    const parts = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
    const errors: unknown[] = Array.isArray(parts.errors) ? parts.errors : [];
    super(sentenceOf(parts, errors) ?? t("errors.status", { status }));
    this.body = parts;
    this.status = status;
    this.code = typeof parts.code === "string" ? parts.code : "";
    this.errors = spoken(errors);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a call, or a thrown `Problem`. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new Problem(response.status, error);
  return data as T;
}

async function authorisedFetch(request: Request): Promise<Response> {
  if (isPublic(request)) return send(request);
  const again = request.clone();
  const response = await send(request, await tokenFor(request));
  if (response.status !== 401) return response;
  if (await reachable(renewSession(), request)) return send(again, await tokenFor(again));
  expireSession();
  return response;
}

/** The token to send; nothing is sent while the login dialog waits, so that polling pages do not knock in vain. */
function tokenFor(request: Request): Promise<string | null> {
  if (getSession().kind === "expired") throw new Problem(401, { detail: t("draft.session.ended") });
  return reachable(freshToken(), request);
}

function isPublic(request: Request): boolean {
  const path = new URL(request.url).pathname;
  return path.startsWith("/api/auth/") || path === "/api/setup";
}

async function send(request: Request, token: string | null = null): Promise<Response> {
  if (token !== null) request.headers.set("Authorization", `Bearer ${token}`);
  return reachable(fetch(request), request);
}

/** What the network answers, or a `Problem` of status 0 when it does not. */
async function reachable<T>(answer: Promise<T>, { signal }: Request): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem(0, { detail: t("errors.unreachable") });
  }
}

/** The server's sentence; one that is made of its errors is made of them in the reader's language. */
function sentenceOf(parts: Record<string, unknown>, errors: readonly unknown[]): string | undefined {
  if (errors.length > 0 && parts.detail === told(errors)) return told(spoken(errors));
  const sentence = parts.detail || parts.title;
  return typeof sentence === "string" ? translated(sentence) : undefined;
}

const told = (errors: readonly unknown[]): string =>
  errors
    .map((entry) => {
      const { field, message } = (entry ?? {}) as { field?: string | null; message?: string };
      return field ? `${field}: ${message}` : message;
    })
    .join(" ");
