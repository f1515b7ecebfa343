/** Keeps a name's writing direction from turning the sentence around it (Unicode isolates). */
export const isolate = (name: string): string => `\u2068${name}\u2069`;
