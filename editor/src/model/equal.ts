/** Whether two JSON values mean the same: the order of keys does not count, the order of lists does. */

export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  // JSON knows no negative zero: it comes back from the server as zero.
  if (typeof a === "number") return a === b;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((x, i) => isEqual(x, b[i]))
    );
  }
  return isEqualObject(a as Record<string, unknown>, b as Record<string, unknown>);
}

function isEqualObject(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  const [keys, others] = [keysOf(a), keysOf(b)];
  return (
    keys.length === others.length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
  );
}

/** A key that holds `undefined` does not travel as JSON. */
const keysOf = (value: Record<string, unknown>) =>
  Object.keys(value).filter((key) => value[key] !== undefined);
