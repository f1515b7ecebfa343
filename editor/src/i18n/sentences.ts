/** What the server says, in the reader's language: it says it in English, and a language that is not brings a speaker. */
export type Sentences = Record<string, string>;

export interface Speaker {
  translated(sentence: string): string;
  spoken(data: unknown): unknown;
}

let speaker: Speaker | undefined;

/** Speak by this one from now on. */
export function speakAs(another: Speaker): void {
  speaker = another;
}

/** The sentence in the reader's language, as far as it is known. */
export const translated = (sentence: string): string => speaker?.translated(sentence) ?? sentence;

/** Plain data of the server with every text that people read in their language; the same object in English. */
export const spoken = <T>(data: T): T => (speaker === undefined ? data : (speaker.spoken(data) as T));
