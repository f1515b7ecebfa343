/** The sentences of nodes that wait, and of the hours they keep. */
import type { TFunction } from "i18next";
import { lasting, listed } from "./amounts";
import type { FlowNode } from "./document";
import { getIn } from "./path";
import { isObject } from "./schema";
import { text } from "./text";
import { sayDays } from "./timing";

type Config = FlowNode["config"];

/** The days of a week as the engine names them, in its order. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export function sayWait(config: Config, t: TFunction): string {
  const duration = lasting(getIn(config, ["duration"]), t);
  const until = text(config, "until").replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:00)?$/, "$1 $2");
  const window = sayWindow(getIn(config, ["window"]), t);
  const wait =
    duration !== "" ? t("words.wait.for", { duration }) : until !== "" && t("words.wait.until", { until });
  if (window === "") return wait || t("words.wait.nothing");
  return wait ? t("words.wait.then", { wait, window }) : t("words.wait.window", { window });
}

export function sayWaitForReply(config: Config, t: TFunction): string {
  const duration = lasting(getIn(config, ["timeout"]), t);
  const debounce = getIn(config, ["debounce"]);
  const name = text(config, "saveTo");
  const said =
    name === ""
      ? t(duration === "" ? "words.reply.plain" : "words.reply.upTo", { duration })
      : t(duration === "" ? "words.reply.kept" : "words.reply.keptUpTo", { name, duration });
  if (typeof debounce !== "number") return said;
  return t("words.reply.collected", { said, duration: lasting({ seconds: debounce }, t) });
}

export function sayWaitForEvent(config: Config, t: TFunction): string {
  const name = text(config, "name");
  if (name === "") return t("words.event.nothing");
  const duration = lasting(getIn(config, ["timeout"]), t);
  return t(duration === "" ? "words.event.wait" : "words.event.upTo", { name, duration });
}

export function sayWaitForFirst(config: Config, t: TFunction): string {
  const branches = getIn(config, ["branches"]);
  const things = Array.isArray(branches)
    ? branches.map((branch) => sayAwaited(getIn(branch, ["on"]), t))
    : [];
  if (things.every((thing) => thing === "")) return t("words.first.nothing");
  return t("words.first.of", {
    things: listed(
      things.map((thing) => thing || "…"),
      "or",
      t,
    ),
  });
}

/** What a branch of it waits for: "a reply", "order_paid", "2 days". */
export function sayAwaited(on: unknown, t: TFunction): string {
  if (!isObject(on)) return "";
  if (on.type === "reply") return t("words.first.reply");
  return on.type === "time" ? lasting(on.duration, t) : text(on, "name");
}

export function sayBusinessHours(config: Config, t: TFunction): string {
  const window = sayWindow(getIn(config, ["window"]), t);
  return window === "" ? t("words.window.nothing") : t("words.window.open", { window });
}

/** "Mon–Fri, 09:00–17:00"; empty when it is none. */
export function sayWindow(window: unknown, t: TFunction): string {
  const days = getIn(window, ["days"]);
  if (!Array.isArray(days) || days.length === 0) return "";
  const [opens, closes] = [text(window, "opens") || "09:00", text(window, "closes") || "17:00"];
  const numbers = WEEKDAYS.flatMap((day, at) => (days.includes(day) ? [at + 1] : []));
  const said = numbers.length === 7 ? t("words.window.everyDay") : sayDays(runsOf(numbers), t);
  return t("words.window.hours", { days: said, opens, closes });
}

/** [1, 2, 3, 5] as "1-3,5": the way cron writes days. */
function runsOf(numbers: readonly number[]): string {
  const runs: number[][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(","))).join(",");
}
