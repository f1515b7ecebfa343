/** Words with marks, as elements of ours; text stays text. */
import type { ReactNode } from "react";
import type { Inline } from "../model/markdown";

interface Props {
  parts: readonly Inline[];
  /** Draws the text between the marks; as it stands when left out. */
  drawn?: (text: string) => ReactNode;
}

export const Words = ({ parts, drawn }: Props) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: words hold no state, and are what stands at this place
  parts.map((part, at) => <Word key={at} part={part} drawn={drawn} />);

function Word({ part, drawn }: { part: Inline; drawn: Props["drawn"] }) {
  switch (part.kind) {
    case "text":
      return drawn ? drawn(part.text) : part.text;
    case "code":
      return <code>{part.text}</code>;
    case "bold":
      return (
        <strong>
          <Words parts={part.parts} drawn={drawn} />
        </strong>
      );
    case "italic":
      return (
        <em>
          <Words parts={part.parts} drawn={drawn} />
        </em>
      );
    case "struck":
      return (
        <s>
          <Words parts={part.parts} drawn={drawn} />
        </s>
      );
    case "link":
      return (
        <a className="nodrag" href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          <Words parts={part.parts} drawn={drawn} />
        </a>
      );
  }
}
