/** A line of the outline: a node by its name and what it does, a way out, or where the flow goes on. */
import { type CSSProperties, memo } from "react";
import { useTranslation } from "react-i18next";
import { Tile } from "../canvas/Tile";
import { portLabel } from "../canvas/words";
import { useEditor } from "../model/EditorContext";
import type { OutlineItem } from "../model/outline";
import { say } from "../model/words";
import type { Place } from "./OutlinePanel";
import classes from "./outline.module.css";

interface Props {
  item: OutlineItem;
  place: Place | undefined;
  isActive: boolean;
  /** Undefined where nothing is in it. */
  isOpen: boolean | undefined;
  onChoose(): void;
  onToggle(): void;
}

export const OutlineRow = memo(function OutlineRow({
  item,
  place,
  isActive,
  isOpen,
  onChoose,
  onToggle,
}: Props) {
  const isSelected = useEditor((state) => item.kind === "node" && state.selection.nodes.has(item.node.id));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it hears the keys
    <div
      className={classes.row}
      role="treeitem"
      tabIndex={isActive ? 0 : -1}
      data-key={item.key}
      data-outline-of={item.kind === "node" ? item.node.id : undefined}
      data-kind={item.kind}
      aria-level={item.level}
      aria-posinset={place?.position}
      aria-setsize={place?.size}
      aria-expanded={isOpen}
      aria-selected={isSelected}
      style={{ "--level": Math.min(item.level, MAX_INDENT) } as CSSProperties}
      onClick={onChoose}
    >
      <span
        className={classes.twist}
        data-open={isOpen}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (isOpen !== undefined) onToggle();
        }}
      />
      <Line item={item} />
    </div>
  );
});

/** Deeper ones stand no further right: there is no room for it on a telephone. */
const MAX_INDENT = 10;

function Line({ item }: { item: OutlineItem }) {
  const { t } = useTranslation();
  const type = useEditor((state) => state.types.get(item.node.type));
  const { title, sentence } = say(item.node, type, t);
  if (item.kind === "way") {
    const label = portLabel(item.node, item.port, t);
    return <span className={classes.way}>{item.isOpen ? t("tools.outline.ends", { label }) : label}</span>;
  }
  if (item.kind === "again")
    return <span className={classes.again}>{t("tools.outline.again", { title })}</span>;
  return (
    <>
      {type && <Tile type={type} />}
      <span className={classes.words}>
        <span className={classes.name} dir="auto">
          {title}
          {item.node.disabled && <span className={classes.off}> ({t("tools.outline.disabled")})</span>}
        </span>
        <span className={classes.sentence}>{sentence}</span>
      </span>
    </>
  );
}
