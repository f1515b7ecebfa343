/** The names of emoji, which come with their picker; apart from the keyed texts, whose types so many would burst. */
import emoji from "./en/emoji.json";

export const emojiNames: Readonly<Record<string, string>> = emoji;
