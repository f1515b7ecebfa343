/** Waiting for time, for the network and for the person to come back. */
import { getSession, subscribe } from "../session";

/** Wait `ms` milliseconds; less when the browser comes online, the tab is shown, or `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, ms);
    function end() {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      window.removeEventListener("online", end);
      document.removeEventListener("visibilitychange", whenShown);
      resolve();
    }
    function whenShown() {
      if (document.visibilityState === "visible") end();
    }
    signal.addEventListener("abort", end);
    window.addEventListener("online", end);
    document.addEventListener("visibilitychange", whenShown);
    if (signal.aborted) end();
  });
}

const isHidden = () => globalThis.document?.visibilityState === "hidden";

/** Call `then` each time the tab is hidden; the returned function ends it. */
export function onHidden(then: () => void): () => void {
  const look = () => isHidden() && then();
  globalThis.document?.addEventListener("visibilitychange", look);
  return () => globalThis.document?.removeEventListener("visibilitychange", look);
}

/** Wait until the tab is shown, or `signal` aborts. */
export function shown(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!signal.aborted && isHidden()) return;
      signal.removeEventListener("abort", look);
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", look);
    look();
  });
}

/** Wait until there is a session, or `signal` aborts. */
export function signedIn(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!signal.aborted && getSession().kind !== "in") return;
      signal.removeEventListener("abort", look);
      stop();
      resolve();
    };
    const stop = subscribe(look);
    signal.addEventListener("abort", look);
    look();
  });
}
