/** Moments as the browser's own fields for date and time hold them: local, without a zone, to the minute. */

/** "2026-11-24T14:05" here; empty for no moment. */
export function toLocalText(iso: string | undefined): string {
  if (iso === undefined) return "";
  const at = new Date(iso);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The moment as an ISO text; undefined for what is none. */
export function fromLocalText(text: string): string | undefined {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
