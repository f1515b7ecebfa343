/** Draws a note's Markdown as elements of ours; text stays text. */
import { Fragment, memo } from "react";
import { Words } from "../components/Words";
import { type Block, parseMarkdown } from "../model/markdown";

export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return parseMarkdown(text).map((block, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks hold no state, and are what stands at this place
    <Part key={at} block={block} />
  ));
});

function Part({ block }: { block: Block }) {
  if ("items" in block) {
    const items = block.items.map((item, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <li key={at}>
        <Words parts={item} />
      </li>
    ));
    if (block.kind === "bullets") return <ul dir="auto">{items}</ul>;
    return (
      <ol dir="auto" start={block.start}>
        {items}
      </ol>
    );
  }
  const Line = block.kind === "heading" ? "h4" : "p";
  return (
    <Line dir="auto">
      {block.lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Fragment key={at}>
          {at > 0 && <br />}
          <Words parts={line} />
        </Fragment>
      ))}
    </Line>
  );
}
