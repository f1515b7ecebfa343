/** A cron line in words; those that would make a long sentence are left to the times at which they fire. */
import type { TFunction } from "i18next";
import "../i18n/forms";
import { inUnit, listed } from "../model/amounts";
import { sayDays } from "../model/timing";

/** Any value, every so many, or these: each a value or a range. */
type Part = { every: number } | { spans: readonly [from: number, to: number][] };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MAX_TIMES = 6;

export function sayCronLine(cron: string, t: TFunction): string | undefined {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = cron.trim().toLowerCase().split(/\s+/);
  const times = sayTimes(partOf(minute), partOf(hour), t);
  const days = sayWhich(partOf(day), partOf(named(weekday, WEEKDAYS, 0)), t);
  const months = sayMonths(partOf(named(month, MONTHS, 1)), t);
  if (times === undefined || days === undefined || months === undefined) return undefined;
  return [times, days, months]
    .filter((words) => words !== "")
    .reduce((one, other) => t("forms.cron.join", { one, other }));
}

function sayTimes(minute: Part | undefined, hour: Part | undefined, t: TFunction): string | undefined {
  if (minute === undefined || hour === undefined) return undefined;
  if ("every" in minute) {
    if (60 % minute.every !== 0) return undefined;
    const length = inUnit(minute.every, "minutes", t);
    if ("spans" in hour)
      return minute.every > 1 ? t("forms.cron.everyIn", { length, hours: say(hour.spans, t) }) : undefined;
    if (hour.every > 1) return undefined;
    return minute.every > 1 ? t("forms.cron.every", { length }) : t("forms.cron.everyMinute");
  }
  const minutes = say(minute.spans, t);
  if ("every" in hour) {
    if (24 % hour.every !== 0) return undefined;
    const length = inUnit(hour.every, "hours", t);
    return hour.every > 1
      ? t("forms.cron.everyAt", { length, minutes })
      : t("forms.cron.hourly", { minutes });
  }
  const times = clockTimes(minute.spans, hour.spans);
  return times === undefined
    ? t("forms.cron.minutesIn", { minutes, hours: say(hour.spans, t) })
    : t("forms.cron.at", { times: listed(times, "and", t) });
}

/** "09:00" and so on, where all can be named. */
function clockTimes(minutes: Spans, hours: Spans): string[] | undefined {
  const isEach = [...minutes, ...hours].every(([from, to]) => from === to);
  if (!isEach || minutes.length * hours.length > MAX_TIMES) return undefined;
  return hours.flatMap(([hour]) => minutes.map(([minute]) => `${two(hour)}:${two(minute)}`));
}

/** On which days; where the line names days of the month and of the week, either will do. */
function sayWhich(day: Part | undefined, weekday: Part | undefined, t: TFunction): string | undefined {
  if (day === undefined || weekday === undefined) return undefined;
  if (isStep(day) || isStep(weekday)) return undefined;
  const one = "spans" in day ? t("forms.cron.monthDays", { days: say(day.spans, t) }) : "";
  const days = "spans" in weekday ? sayDays(weekday.spans.map(asText).join(","), t) : "";
  const other = days && t("forms.cron.weekdays", { days });
  return one && other ? t("forms.cron.either", { one, other }) : one || other;
}

function sayMonths(month: Part | undefined, t: TFunction): string | undefined {
  if (month === undefined || isStep(month)) return undefined;
  if ("every" in month) return "";
  const names = new Intl.DateTimeFormat(t("words.locale"), { month: "long", timeZone: "UTC" });
  const name = (number: number) => names.format(Date.UTC(2026, number - 1, 1));
  const months = month.spans.map(([from, to]) => (from === to ? name(from) : `${name(from)}–${name(to)}`));
  return t("forms.cron.months", { months: listed(months, "and", t) });
}

type Spans = readonly [from: number, to: number][];

function partOf(text: string): Part | undefined {
  if (text === "*") return { every: 1 };
  const step = /^\*\/([1-9]\d?)$/.exec(text)?.[1];
  if (step !== undefined) return { every: Number(step) };
  const spans = text.split(",").map((each) => /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(each));
  if (spans.some((found) => found === null)) return undefined;
  return { spans: spans.map((found) => [Number(found?.[1]), Number(found?.[2] ?? found?.[1])]) };
}

const isStep = (part: Part): boolean => "every" in part && part.every > 1;

const named = (text: string, names: readonly string[], first: number): string =>
  text.replaceAll(/[a-z]{3}/g, (name) => (names.includes(name) ? `${names.indexOf(name) + first}` : name));

const say = (spans: Spans, t: TFunction): string => listed(spans.map(asText), "and", t).replaceAll("-", "–");

const asText = ([from, to]: readonly [number, number]): string => (from === to ? `${from}` : `${from}-${to}`);

const two = (number: number): string => String(number).padStart(2, "0");
