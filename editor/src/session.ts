/** Who is signed in: the access token lives in this module's memory, the refresh token in a cookie. */
import { browserShelf, drop, put } from "./storage";
import type { Session, User } from "./types";

/** `expired`: the session ended while `user` was at work; the page stays, and a dialog asks to log in again. */
export type SessionState =
  | { kind: "starting" }
  | { kind: "out" }
  | { kind: "in"; user: User }
  | { kind: "expired"; user: User };

// Says that a refresh cookie probably exists, so that a visitor who never signed in causes no refused request.
const SIGNED_IN_KEY = "parley-signed-in";
const RENEW_BEFORE_MS = 30_000;

let token: string | null = null;
let staleAt = 0;
let state: SessionState = { kind: "starting" };
let renewal: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

/** The state for `useSyncExternalStore`. */
export function getSession(): SessionState {
  return state;
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Take over the session a set-up, login or refresh answered with. */
export function startSession(session: Session): void {
  // Somebody else logged in, here or in another tab: nothing on this page is theirs.
  if ("user" in state && state.user.id !== session.user.id) {
    remember(true);
    window.location.reload();
    return;
  }
  token = session.accessToken;
  staleAt = Date.now() + lifetimeOf(session.accessToken) - RENEW_BEFORE_MS;
  remember(true);
  change({ kind: "in", user: session.user });
}

/** Forget the token; the pages then show the login. */
export function endSession(): void {
  token = null;
  remember(false);
  change({ kind: "out" });
}

/** The server no longer takes our tokens: keep the page, and ask to log in again. */
export function expireSession(): void {
  token = null;
  if (state.kind === "in") change({ kind: "expired", user: state.user });
  else if (state.kind !== "expired") endSession();
}

/** At load: turn the refresh cookie into a session if there is one. */
export async function resumeSession(): Promise<void> {
  if (browserShelf().getItem(SIGNED_IN_KEY) === null) return endSession();
  try {
    if (!(await renewSession())) endSession();
  } catch {
    // The cookie may still be good: a reload tries it again.
    change({ kind: "out" });
  }
}

/** The access token, renewed beforehand when it is about to end. */
export async function freshToken(): Promise<string | null> {
  if (token !== null && Date.now() > staleAt) await renewSession();
  return token;
}

/** Ask for a new access token; calls at the same time share one request. False when signed out; throws when nobody answers. */
export function renewSession(): Promise<boolean> {
  renewal ??= acrossTabs(requestRenewal).finally(() => {
    renewal = null;
  });
  return renewal;
}

async function requestRenewal(): Promise<boolean> {
  const response = await fetch("/api/auth/refresh", { method: "POST" });
  // A server in trouble has not ended the session.
  if (response.status >= 500) throw new Error(`The session was not renewed: status ${response.status}.`);
  if (response.ok) startSession((await response.json()) as Session);
  return response.ok;
}

/** A refresh token works once, so two tabs must not send the same one. */
async function acrossTabs(work: () => Promise<boolean>): Promise<boolean> {
  // Locks exist on https and localhost only.
  return "locks" in navigator ? await navigator.locks.request("parley-refresh", work) : work();
}

/** Milliseconds a JWT lasts, by its own clock: the visitor's may be wrong. */
function lifetimeOf(jwt: string): number {
  try {
    const body = jwt.split(".")[1] ?? "";
    const claims = JSON.parse(atob(body.replace(/-/g, "+").replace(/_/g, "/"))) as {
      iat: number;
      exp: number;
    };
    return (claims.exp - claims.iat) * 1000;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function remember(isSignedIn: boolean): void {
  if (isSignedIn) put(browserShelf(), SIGNED_IN_KEY, "1");
  else drop(browserShelf(), SIGNED_IN_KEY);
}

function change(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}
