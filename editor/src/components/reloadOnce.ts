/** Loads a tab anew that outlived an update of the server: only where nothing would be lost, and not in a circle. */
import { isSomethingUnsaved } from "./guard";

const KEY = "parley-reloaded-at";
const AGAIN_AFTER_MS = 60_000;

/** Whether the page is being loaded anew. */
export function reloadOnce(): boolean {
  if (!navigator.onLine || isSomethingUnsaved() || !isNoted(Date.now())) return false;
  window.location.reload();
  return true;
}

/** Whether it is long enough ago, and can be remembered: a tab that remembers nothing would go round in a circle. */
function isNoted(now: number): boolean {
  try {
    if (now - Number(sessionStorage.getItem(KEY) ?? 0) < AGAIN_AFTER_MS) return false;
    sessionStorage.setItem(KEY, String(now));
    return true;
  } catch {
    return false;
  }
}
