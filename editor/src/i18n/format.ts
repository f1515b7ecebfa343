/** Times, durations and numbers in words of the reader's language. */
import { direction, locale, t } from ".";

export { isolate } from "./isolate";

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
const timeOnly = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const dayOnly = new Intl.DateTimeFormat(locale, { dateStyle: "full" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
const number = new Intl.NumberFormat(locale);

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export const formatDateTime = (iso: string): string => dateTime.format(new Date(iso));
export const formatTime = (iso: string): string => timeOnly.format(new Date(iso));
export const formatClock = (iso: string): string => clock.format(new Date(iso));
export const formatDay = (iso: string): string => dayOnly.format(new Date(iso));
/** "14:05" on the same day, else "Nov 24, 2026, 14:05". */
export function formatMoment(iso: string, now = new Date()): string {
  const moment = new Date(iso);
  return moment.toDateString() === now.toDateString() ? timeOnly.format(moment) : dayAndTime.format(moment);
}
export const formatNumber = (value: number): string => number.format(value);

const local = new Intl.DateTimeFormat(locale, {
  ...{ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  timeZone: "UTC",
});

/** "Wed, Nov 25, 09:00" where it happens: the text is local time with its offset, which is left away. */
export const formatLocal = (iso: string): string => local.format(new Date(`${iso.slice(0, 19)}Z`));

/** "3 minutes ago", "in 2 days". */
export function formatRelative(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return seconds > 0 ? t("time.soon") : t("time.justNow");
}

/** "12 ms", "4.2 s", "3 min 5 s", "2 h 10 min", "5 d 3 h". */
export function formatDuration(from: string, to: string): string {
  const ms = Math.max(0, Date.parse(to) - Date.parse(from));
  if (ms < 1) return t("time.instant");
  if (ms < 1_000) return t("time.ms", { n: Math.round(ms) });
  if (ms < 60_000) return t("time.s", { n: formatNumber(Math.round(ms / 100) / 10) });
  const s = Math.floor(ms / 1_000);
  if (s < 3_600) return t("time.minS", { min: Math.floor(s / 60), s: s % 60 });
  if (s < 86_400) return t("time.hMin", { h: Math.floor(s / 3_600), min: Math.floor((s % 3_600) / 60) });
  return t("time.dH", { d: Math.floor(s / 86_400), h: Math.floor((s % 86_400) / 3_600) });
}

/** A phone number, whose plus would stand behind it where sentences run from right to left. */
export const formatPhone = (phone: string): string => (direction === "rtl" ? `\u2066${phone}\u2069` : phone);

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Whether the text is a whole timestamp with its zone, as the server writes them. */
export const isMoment = (text: string): boolean => MOMENT.test(text);
