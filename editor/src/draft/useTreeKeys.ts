/** The keys of a tree, as screen readers expect them: arrows walk, open and close, Home and End, Enter chooses. */
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useEditorStore } from "../model/EditorContext";
import type { OutlineItem } from "../model/outline";

type Items = readonly OutlineItem[];

export function useTreeKeys(
  items: Items,
  tree: RefObject<HTMLElement | null>,
  onClose: () => void,
  onEnter: (item: OutlineItem) => void,
) {
  const store = useEditorStore();
  const [wanted, setWanted] = useState(() => firstOf(items, store.getState().selection.nodes));
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const visible = useMemo(() => items.filter(shownUnder(items, collapsed)), [items, collapsed]);
  const active = visible.some(({ key }) => key === wanted) ? wanted : (visible[0]?.key ?? null);
  // Whoever opens the outline goes on in it; later the keyboard comes here only by the keys of the tree.
  const hasMoved = useRef(true);
  useEffect(() => {
    if (!hasMoved.current) return;
    hasMoved.current = false;
    tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(active ?? "")}"]`)?.focus();
  }, [active, tree]);
  const choose = useCallback((key: string | undefined) => {
    if (key === undefined) return;
    hasMoved.current = true;
    setWanted(key);
  }, []);
  const toggle = useCallback(
    (key: string) =>
      setCollapsed((before) => new Set(before.has(key) ? without(before, key) : [...before, key])),
    [],
  );
  const press = (event: KeyboardEvent) => {
    const at = visible.findIndex(({ key }) => key === active);
    const item = visible[at];
    if (event.key === "Escape") onClose();
    else if (event.altKey || event.ctrlKey || event.metaKey || item === undefined) return;
    else if (event.key === "Enter" || event.key === " ") onEnter(item);
    else if (event.key === "ArrowDown") choose(visible[at + 1]?.key);
    else if (event.key === "ArrowUp") choose(visible[at - 1]?.key);
    else if (event.key === "Home") choose(visible[0]?.key);
    else if (event.key === "End") choose(visible.at(-1)?.key);
    else if (event.key === "ArrowRight") inwards(item, visible[at + 1]);
    else if (event.key === "ArrowLeft") outwards(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { visible, active, collapsed, press, choose, toggle };

  function inwards(item: OutlineItem, next: OutlineItem | undefined) {
    if (collapsed.has(item.key)) toggle(item.key);
    else if (next?.parent === item.key) choose(next.key);
  }

  function outwards(item: OutlineItem) {
    const isOpen = !collapsed.has(item.key) && items.some(({ parent }) => parent === item.key);
    if (isOpen) toggle(item.key);
    else choose(item.parent ?? undefined);
  }
}

/** The selected node, else the first. */
function firstOf(items: Items, selected: ReadonlySet<string>): string | null {
  return items.find(({ key }) => selected.has(key))?.key ?? items[0]?.key ?? null;
}

/** Whether all that an item is in is open; each item comes after what it is in. */
function shownUnder(items: Items, collapsed: ReadonlySet<string>): (item: OutlineItem) => boolean {
  const hidden = new Set<string>();
  for (const { key, parent } of items) {
    if (parent !== null && (hidden.has(parent) || collapsed.has(parent))) hidden.add(key);
  }
  return ({ key }) => !hidden.has(key);
}

const without = (keys: ReadonlySet<string>, gone: string) => [...keys].filter((key) => key !== gone);
