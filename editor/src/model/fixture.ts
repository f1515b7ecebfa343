/** The contact and the beginning of a simulation as its form shows them: lengths in hours, moments in UTC. */
import type { Fixture } from "./simulation";

type Length = NonNullable<Fixture["silentFor"]>;

const HOUR = 3_600;
const MINUTE = 60;
const MOST_DECIMALS = 4;

/** A length of time in hours: "48" for two days, "1.5" for ninety minutes. */
export function hoursOf({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Length): string {
  const all = days * 24 + hours + (minutes * MINUTE + seconds) / HOUR;
  return String(Number(all.toFixed(MOST_DECIMALS)));
}

/** What somebody typed as hours, such as "1.5" or "1,5"; what is no number of zero or more is none. */
export function lengthOf(typed: string): Length {
  const all = Math.round(Number(typed.replace(",", ".")) * HOUR);
  if (!Number.isSafeInteger(all) || all <= 0) return { hours: 0 };
  const hours = Math.floor(all / HOUR);
  const minutes = Math.floor((all % HOUR) / MINUTE);
  const seconds = all % MINUTE;
  return { hours, ...(minutes > 0 && { minutes }), ...(seconds > 0 && { seconds }) };
}

/** A moment to the minute in UTC, as a field for a date and a time takes it; as it stands if nobody can read it. */
export function minuteInUtc(at: string): string {
  const moment = new Date(at);
  const read = Number.isNaN(moment.getTime()) ? at : moment.toISOString();
  return read.slice(0, "2026-03-02T09:00".length);
}
