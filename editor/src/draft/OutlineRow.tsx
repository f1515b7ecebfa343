/** A line of the outline: a node by its name and what it does, a way out, or where the flow goes on. */
import { type CSSProperties, memo } from "react";
import { useTranslation } from "react-i18next";
import { Tile } from "../canvas/Tile";
import { portLabel } from "../canvas/words";
import { isEqual } from "../model/equal";
import type { NodeType } from "../model/nodeTypes";
import { isSameItem, type OutlineItem, type Place } from "../model/outline";
import { say } from "../model/words";
import classes from "./outline.module.css";

interface Props {
  item: OutlineItem;
  type: NodeType | undefined;
  place: Place | undefined;
  isActive: boolean;
  isSelected: boolean;
  /** Undefined where nothing is in it. */
  isOpen: boolean | undefined;
  onChoose(item: OutlineItem): void;
  onToggle(key: string): void;
}

/** Thousands of them: each is drawn again only when it looks different. */
export const OutlineRow = memo(Row, isSameRow);

function isSameRow({ item, place, ...rest }: Props, after: Props): boolean {
  const { item: itemAfter, place: placeAfter, ...restAfter } = after;
  const isSame = (Object.keys(rest) as (keyof typeof rest)[]).every((key) => rest[key] === restAfter[key]);
  return isSame && isSameItem(item, itemAfter) && isEqual(place, placeAfter);
}

function Row({ item, type, place, isActive, isSelected, isOpen, onChoose, onToggle }: Props) {
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
      onClick={() => onChoose(item)}
    >
      <span
        className={classes.twist}
        data-open={isOpen}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          if (isOpen !== undefined) onToggle(item.key);
        }}
      />
      <Line item={item} type={type} />
    </div>
  );
}

/** Deeper ones stand no further right: there is no room for it on a telephone. */
const MAX_INDENT = 10;

function Line({ item, type }: Pick<Props, "item" | "type">) {
  const { t } = useTranslation();
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
