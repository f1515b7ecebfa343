/** A node on the canvas: its head, what it does in a sentence, its ports, its issues and what an execution did with it. */
import { type HTMLAttributes, memo, type ReactNode, useContext } from "react";
import { type CardNode, INPUT } from "./adapter";
import { CardHead } from "./CardHead";
import classes from "./card.module.css";
import { colourOf } from "./colours";
import { FarContext } from "./far";
import { IssueBadge, RunMark, useSeverity } from "./Marks";
import { MessageBubble } from "./MessageBubble";
import { OverlayContext } from "./overlay";
import { PortRows, SinglePort } from "./PortRows";
import { portRows } from "./ports";
import { Handle, type NodeProps, Side } from "./reactFlow";
import { useCanvas } from "./view";

export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>) {
  const isFar = useContext(FarContext);
  const overlay = useContext(OverlayContext)?.node?.(id, isFar);
  const status = useCanvas((state) => state.trace?.nodes.get(id)?.status);
  const isPassedBy = useCanvas((state) => state.trace !== undefined && !state.trace.nodes.has(id));
  const isCurrent = useCanvas((state) => state.trace?.nodes.get(id)?.isCurrent ?? false);
  const frame = {
    className: classes.card,
    "data-selected": selected || undefined,
    "data-status": status,
    "data-passed-by": isPassedBy || undefined,
    "data-current": isCurrent || undefined,
    "data-off": data.node.disabled,
    "data-unknown": data.type === undefined || undefined,
    style: colourOf(data.type),
  };
  // At this distance nobody reads, a thousand cards may be in view, and FarEdges needs no handles.
  if (isFar) return <FarCard id={id} frame={frame} overlay={overlay} />;
  const { type, node, words, ports, lines, hasInput } = data;
  return (
    <div {...frame}>
      {hasInput && <Handle type="target" position={Side.Left} id={INPUT} className={classes.input} />}
      <CardHead node={node} type={type} words={words} />
      {data.bubble ? (
        <MessageBubble bubble={data.bubble} />
      ) : (
        <div className={classes.sentence} data-lines={lines} title={words.sentence}>
          {words.sentence}
        </div>
      )}
      {portRows(ports) > 0 ? <PortRows data={data} /> : <SinglePort data={data} />}
      <IssueBadge id={id} />
      <RunMark id={id} />
      {overlay}
    </div>
  );
});

/** A box in the colour of its kind, of how the run left it, or of what is wrong with it. */
function FarCard({
  id,
  frame,
  overlay,
}: {
  id: string;
  frame: HTMLAttributes<HTMLDivElement>;
  overlay: ReactNode;
}) {
  return (
    <div {...frame} data-severity={useSeverity(id)} data-far>
      {overlay}
    </div>
  );
}
