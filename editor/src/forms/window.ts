/** Windows of hours on weekdays, as a form changes them. */
import { type Field, fieldsOf, type JsonSchema } from "../model/schema";
import { WEEKDAYS } from "../model/waits";

/** The days with this one in or out, in the order of the week. */
export const withDay = (days: readonly unknown[], day: string, isIn: boolean): string[] =>
  WEEKDAYS.filter((each) => (each === day ? isIn : days.includes(each)));

/** Whether it ends on the day after it began. */
export const isOvernight = ({ opens = "09:00", closes = "17:00" }: Record<string, unknown>): boolean =>
  typeof opens === "string" && typeof closes === "string" && closes < opens;

export const fieldIn = (
  { schema }: Pick<Field, "schema">,
  name: string,
  root: JsonSchema,
): Field | undefined => fieldsOf(schema, root).find((field) => field.name === name);
