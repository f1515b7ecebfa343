/** Reads what a person types into a number field; half a number is no number yet. */
export interface Limits {
  isWhole: boolean;
  min?: number;
  max?: number;
}

export type Reading =
  | { kind: "empty" }
  | { kind: "number"; value: number }
  | { kind: "notANumber" }
  | { kind: "notWhole" };

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A comma counts as the decimal point, as most keyboards outside English have it. */
export function readNumber(text: string, isWhole: boolean): Reading {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return { kind: "empty" };
  if (!DECIMAL.test(plain) || plain.endsWith(".")) return { kind: "notANumber" };
  const value = Number(plain);
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return { kind: "notANumber" };
  return isWhole && !Number.isInteger(value) ? { kind: "notWhole" } : { kind: "number", value };
}

/** The number one step away that is within the limits. */
export function stepped(value: number, by: number, { min, max }: Limits): number {
  const next = Number((value + by).toPrecision(15));
  return Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, next));
}
