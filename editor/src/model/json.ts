/** Reads JSON as a person types it. */
interface ReadJson {
  /** Undefined for an empty text: there is no value then. */
  value: unknown;
  /** The reader's reason when the text is not JSON yet. */
  problem: string | null;
}

export function readJson(text: string): ReadJson {
  if (text.trim() === "") return { value: undefined, problem: null };
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    return { value: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}
