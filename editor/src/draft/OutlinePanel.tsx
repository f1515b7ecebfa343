/** The outline of the flow: a tree to read and to walk by the arrows; Enter opens the node. */
import { CloseButton } from "@mantine/core";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { focusOn } from "../model/focus";
import { type OutlineItem, outlineOf } from "../model/outline";
import { documentOf } from "../model/store";
import { OutlineRow } from "./OutlineRow";
import classes from "./outline.module.css";
import { useTreeKeys } from "./useTreeKeys";

export default function OutlinePanel({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const document = useEditor(documentOf);
  const types = useEditor((state) => state.types);
  const items = useMemo(() => outlineOf(document, types), [document, types]);
  const tree = useRef<HTMLDivElement>(null);
  const { visible, active, collapsed, press, choose, toggle } = useTreeKeys(items, tree, onClose, go);
  const sizes = useMemo(() => placesOf(items), [items]);

  function go(item: OutlineItem) {
    choose(item.key);
    if (item.kind === "again") choose(item.node.id);
    else focusOn(store, item.node.id);
  }
  return (
    <section className={classes.panel} aria-label={t("tools.outline.title")}>
      <header className={classes.head}>
        <h2>{t("tools.outline.title")}</h2>
        <CloseButton aria-label={t("common.close")} onClick={onClose} />
      </header>
      {items.length === 0 && <p className={classes.empty}>{t("tools.outline.empty")}</p>}
      <div
        ref={tree}
        className={classes.tree}
        role="tree"
        aria-label={t("tools.outline.title")}
        onKeyDown={press}
      >
        {visible.map((item) => (
          <OutlineRow
            key={item.key}
            item={item}
            place={sizes.get(item.key)}
            isActive={item.key === active}
            isOpen={sizes.get(item.key)?.hasChildren ? !collapsed.has(item.key) : undefined}
            onChoose={() => go(item)}
            onToggle={() => toggle(item.key)}
          />
        ))}
      </div>
    </section>
  );
}

export interface Place {
  position: number;
  size: number;
  hasChildren: boolean;
}

/** Which one of how many each item is among its neighbours. */
function placesOf(items: readonly OutlineItem[]): Map<string, Place> {
  const counts = new Map<string | null, number>();
  const positions = items.map(({ parent }) => {
    const position = (counts.get(parent) ?? 0) + 1;
    counts.set(parent, position);
    return position;
  });
  return new Map(
    items.map(({ key, parent }, at) => [
      key,
      { position: positions[at] ?? 1, size: counts.get(parent) ?? 1, hasChildren: counts.has(key) },
    ]),
  );
}
