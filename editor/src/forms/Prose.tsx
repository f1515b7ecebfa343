/** A sentence in which `names` between backticks are drawn as code. */
import styles from "./forms.module.css";

export function Prose({ text }: { text: string }) {
  const parts = text.split("`");
  // An odd one out is no pair: the text is shown as it is.
  if (parts.length % 2 === 0) return text;
  return parts.map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name
      <code key={at} className={styles.word}>
        {part}
      </code>
    ),
  );
}
