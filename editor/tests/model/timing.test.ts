/** Timed triggers on a card. */
import { expect, test } from "vitest";
import { t } from "../../src/i18n";
import { sayContactDate, saySchedule } from "../../src/model/timing";

test.each([
  [{ cron: "0 9 * * *" }, "Every day at 09:00"],
  [{ cron: "30 17 * * 1-5" }, "Mon–Fri at 17:30"],
  [{ cron: " 5  8 * * 0,3,7 ", audience: {} }, "Sun, Wed, and Sun at 08:05, for each contact"],
  [{ cron: "0 9 1 * *", audience: null }, "At the times 0 9 1 * *"],
  [{ cron: "$t(words.end.plain) {{t}}" }, "At the times $t(words.end.plain) {{t}}"],
  [{ cron: "" }, "Choose the times"],
  [{ cron: 5 }, "Choose the times"],
  [{}, "Choose the times"],
])("the schedule %j says: %s", (on, words) => expect(saySchedule(on, t)).toBe(words));

test.each([
  [{ field: "renewal" }, "On the date in renewal, at 09:00"],
  [{ field: "renewal", when: "before", days: 1, at: "08:30" }, "1 day before renewal, at 08:30"],
  [
    { field: "birthday", when: "after", days: 3, everyYear: true },
    "Every year 3 days after birthday, at 09:00",
  ],
  [{ field: "birthday", everyYear: true }, "Every year on birthday, at 09:00"],
  [{ field: "", when: {} }, "Choose the field that holds the date"],
])("the date %j says: %s", (on, words) => expect(sayContactDate(on, t)).toBe(words));
