/** Schedules and dates of contacts in a few words; a cron line that is not of the usual kind stays as it is. */
import type { TFunction } from "i18next";
import { listed } from "./amounts";
import { getIn } from "./path";
import { isObject } from "./schema";

const USUAL = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:[-,][0-7])*)$/;
/** A Sunday, so that the number of a weekday leads to its name. */
const SUNDAY = Date.UTC(2026, 10, 22);
const A_DAY = 86_400_000;

/** "Every day at 09:00", "Mon–Fri at 09:00 for each contact". */
export function saySchedule(on: unknown, t: TFunction): string {
  const cron = textAt(on, "cron").trim().replaceAll(/\s+/g, " ");
  if (cron === "") return t("words.timed.nothing");
  const said = sayCron(cron, t);
  return isObject(getIn(on, ["audience"])) ? t("words.timed.each", { times: said }) : said;
}

/** "3 days before renewal at 09:00", "Every year on birthday at 09:00". */
export function sayContactDate(on: unknown, t: TFunction): string {
  const field = textAt(on, "field");
  if (field === "") return t("words.timed.noField");
  const at = textAt(on, "at") || "09:00";
  const days = Number(getIn(on, ["days"]) ?? 0);
  const when = getIn(on, ["when"]);
  const isYearly = getIn(on, ["everyYear"]) === true;
  const key = when === "before" || when === "after" ? when : "on";
  return t(`words.timed.${isYearly ? "yearly" : "once"}.${key}`, { field, at, count: days });
}

function sayCron(cron: string, t: TFunction): string {
  const [, minute = "", hour = "", days = ""] = USUAL.exec(cron) ?? [];
  if (days === "") return t("words.timed.cron", { cron });
  const at = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  return days === "*"
    ? t("words.timed.daily", { at })
    : t("words.timed.days", { at, days: sayDays(days, t) });
}

/** "Mon–Fri", "Mon and Wed". */
export function sayDays(days: string, t: TFunction): string {
  const names = new Intl.DateTimeFormat(t("words.locale"), { weekday: "short", timeZone: "UTC" });
  const name = (day: string) => names.format(SUNDAY + (Number(day) % 7) * A_DAY);
  return listed(
    days.split(",").map((part) => part.split("-").map(name).join("–")),
    "and",
    t,
  );
}

function textAt(on: unknown, name: string): string {
  const found = getIn(on, [name]);
  return typeof found === "string" ? found.slice(0, 100) : "";
}
