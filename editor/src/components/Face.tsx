/** A round picture with the first letter of a name. */
import { Avatar } from "@mantine/core";

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

export function Face({ name }: { name: string }) {
  // By whole letters: an emoji or an accented letter is several code units.
  const [first] = letters.segment(name.trim());
  return (
    <Avatar color="initials" name={name} radius="xl" size={38} alt="" aria-hidden>
      {first?.segment.toLocaleUpperCase() ?? "?"}
    </Avatar>
  );
}
