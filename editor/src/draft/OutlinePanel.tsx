/** The outline of the flow: a tree to read and to walk by the arrows; Enter opens the node. */
import { CloseButton } from "@mantine/core";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import type { FlowDocument } from "../model/document";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { focusOn } from "../model/focus";
import { type OutlineItem, outlineOf, placesOf } from "../model/outline";
import { documentOf } from "../model/store";
import { OutlineRow } from "./OutlineRow";
import classes from "./outline.module.css";
import { useTreeKeys } from "./useTreeKeys";

export default function OutlinePanel({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const document = useDeferredValue(useSeen());
  const types = useEditor((state) => state.types);
  const selected = useEditor((state) => state.selection.nodes);
  const items = useMemo(() => outlineOf(document, types), [document, types]);
  const tree = useRef<HTMLDivElement>(null);
  const { visible, active, collapsed, press, choose, toggle } = useTreeKeys(items, tree, onClose, (item) =>
    go(item),
  );
  const places = useMemo(() => placesOf(items), [items]);

  const go = useCallback(
    (item: OutlineItem) => {
      choose(item.kind === "again" ? item.node.id : item.key);
      if (item.kind !== "again") focusOn(store, item.node.id);
    },
    [store, choose],
  );
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
            type={types.get(item.node.type)}
            place={places.get(item.key)}
            isActive={item.key === active}
            isSelected={item.kind === "node" && selected.has(item.node.id)}
            isOpen={places.get(item.key)?.hasChildren ? !collapsed.has(item.key) : undefined}
            onChoose={go}
            onToggle={toggle}
          />
        ))}
      </div>
    </section>
  );
}

/** The document; while the form of a node hides the outline, as it was before: nobody sees what is typed into it there. */
function useSeen(): FlowDocument {
  const store = useEditorStore();
  const [seen, setSeen] = useState(() => documentOf(store.getState()));
  const now = useEditor((state) => (state.openNode === null ? documentOf(state) : null));
  if (now !== null && now !== seen) setSeen(now);
  return now ?? seen;
}
