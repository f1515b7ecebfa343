/** Loads a tab anew that outlived an update of the server: only where nothing would be lost, and not in a circle. */
import { isSomethingUnsaved } from "./guard";

const KEY = "parley-reloaded-at";
const AGAIN_AFTER_MS = 60_000;

/** Whether the page is being loaded anew. */
export function reloadOnce(): boolean {
  const last = Number(sessionStorage.getItem(KEY) ?? 0);
  if (!navigator.onLine || isSomethingUnsaved() || Date.now() - last < AGAIN_AFTER_MS) return false;
  sessionStorage.setItem(KEY, String(Date.now()));
  window.location.reload();
  return true;
}
