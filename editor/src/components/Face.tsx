/** A round picture with the first letter of a name. */
import { Avatar, type MantineColor } from "@mantine/core";

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Those of the kit on whose tint a letter of theirs can be read. */
const COLOURS: MantineColor[] = ["blue", "grape", "indigo", "pink", "red", "violet"];

export function Face({ name }: { name: string }) {
  // By whole letters: an emoji or an accented letter is several code units.
  const [first] = letters.segment(name.trim());
  return (
    <Avatar
      color="initials"
      allowedInitialsColors={COLOURS}
      name={name}
      radius="xl"
      size={38}
      alt=""
      aria-hidden
    >
      {first?.segment.toLocaleUpperCase() ?? "?"}
    </Avatar>
  );
}
