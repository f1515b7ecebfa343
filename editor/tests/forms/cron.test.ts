/** Cron lines in words. */
import { expect, test } from "vitest";
import { sayCronLine } from "../../src/forms/cron";
import { t } from "../../src/i18n";

test.each([
  ["0 9 * * *", "At 09:00"],
  ["0,30 9,17 * * 1-5", "At 09:00, 09:30, 17:00, and 17:30, on Mon–Fri"],
  ["30 8 1 * *", "At 08:30, on day 1 of the month"],
  ["0 0 1,15 * MON", "At 00:00, on day 1 and 15 of the month or on Mon"],
  ["0 12 * jan,7-8 *", "At 12:00, in January and July–August"],
  ["*/15 * * * *", "Every 15 minutes"],
  ["* * * * *", "Every minute"],
  ["*/10 9-17 * * sat,sun", "Every 10 minutes in the hours 9–17, on Sat and Sun"],
  ["5 * * * *", "Every hour at minute 5"],
  ["0 */6 * * *", "Every 6 hours at minute 0"],
  ["0 9-17 * * *", "At minute 0 of the hours 9–17"],
])("%s is said as: %s", (cron, words) => expect(sayCronLine(cron, t)).toBe(words));

test.each(["*/7 * * * *", "0 9 L * *", "0 9 */2 * *", "0 9 * * 1#2", "* 9 * * *", "0 9 * *", ""])(
  "there are no words for %j",
  (cron) => expect(sayCronLine(cron, t)).toBeUndefined(),
);
