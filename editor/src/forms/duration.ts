/** A length of time as the rows a person edits: a number and its unit each. */
import { UNITS } from "../model/amounts";

export type Unit = (typeof UNITS)[number];
export type Duration = Record<string, unknown>;

export interface Part {
  unit: Unit;
  amount: number;
}

/** The parts in use, longest first; those in `shown` also when they are zero, so that a row does not vanish while it is typed. */
export function partsOf(value: Duration, shown: readonly Unit[] = []): Part[] {
  const parts = UNITS.map((unit) => ({ unit, amount: amountOf(value, unit) }));
  const used = parts.filter(({ unit, amount }) => amount !== 0 || shown.includes(unit));
  return used.length > 0 ? used : [{ unit: "minutes", amount: 0 }];
}

const amountOf = (value: Duration, unit: Unit): number => {
  const amount = value[unit];
  return typeof amount === "number" && Number.isFinite(amount) ? amount : 0;
};

/** The value with one part set; a part of zero is left out, as zero is the default. */
export function withAmount(value: Duration, unit: Unit, amount: number): Duration {
  const { [unit]: _, ...rest } = value;
  return amount === 0 ? rest : { ...rest, [unit]: amount };
}

/** "2 hours" as "2 days": the number stays, the unit changes; two parts of one unit add up. */
export function withUnit(value: Duration, from: Unit, to: Unit): Duration {
  if (from === to) return value;
  const amount = amountOf(value, from) + amountOf(value, to);
  return withAmount(withAmount(value, from, 0), to, amount);
}

/** The unit a new row starts with: the next smaller one that is free, else any free one. */
export function nextUnit(parts: readonly Part[]): Unit | undefined {
  const taken = new Set(parts.map((part) => part.unit));
  const last = Math.max(...parts.map((part) => UNITS.indexOf(part.unit)));
  return [...UNITS.slice(last + 1), ...UNITS].find((unit) => !taken.has(unit));
}
