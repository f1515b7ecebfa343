/** The node types to add: search them, drag one onto the canvas, or press it. */
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import { translated } from "../i18n/sentences";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { groupBy } from "../model/groupBy";
import type { NodeType } from "../model/nodeTypes";
import { canvasOf, NOTE } from "./bridge";
import { NoteIcon } from "./icons";
import { matches } from "./matching";
import classes from "./palette.module.css";
import { Tile } from "./Tile";
import { usePaletteDrag } from "./usePaletteDrag";

export const Palette = memo(function Palette() {
  const { t } = useTranslation();
  const store = useEditorStore();
  const types = useEditor((state) => state.types);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const [query, setQuery] = useState("");
  if (isReadOnly) return null;
  const found = [...types.values()].filter((type) =>
    matches({ label: type.title, help: type.help, group: translated(type.group) }, query),
  );
  function addFirst() {
    const [first] = found;
    if (query.trim() === "" || first === undefined) return;
    canvasOf(store)?.add(first.tag);
    setQuery("");
  }
  return (
    <section className={classes.palette} aria-label={t("canvas.palette")}>
      <input
        className={classes.search}
        type="search"
        aria-label={t("canvas.search")}
        placeholder={t("canvas.search")}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && !event.nativeEvent.isComposing && addFirst()}
      />
      {[...groupBy(found, (type) => type.group)].map(([group, members]) => (
        <fieldset key={group} className={classes.group}>
          <legend className={classes.heading}>{translated(group)}</legend>
          {members.map((type) => (
            <Item key={type.tag} type={type} />
          ))}
        </fieldset>
      ))}
      {matches({ label: t("canvas.stickyNote") }, query) && (
        <fieldset className={classes.group}>
          <legend className={classes.heading}>{t("canvas.forPeople")}</legend>
          <NoteItem />
        </fieldset>
      )}
      {found.length === 0 && <p className={classes.nothing}>{t("canvas.noneFound")}</p>}
      <p className={classes.hint}>{t("canvas.paletteHint")}</p>
    </section>
  );
});

function Item({ type }: { type: NodeType }) {
  const store = useEditorStore();
  const drag = usePaletteDrag(type.tag);
  return (
    <button
      type="button"
      className={classes.item}
      aria-label={type.title}
      title={type.help}
      {...drag.handlers}
      onClick={() => {
        if (!drag.wasDragged()) canvasOf(store)?.add(type.tag);
      }}
    >
      <Tile type={type} />
      <span className={classes.name}>{type.title}</span>
    </button>
  );
}

function NoteItem() {
  const { t } = useTranslation();
  const store = useEditorStore();
  const drag = usePaletteDrag(NOTE);
  const name = t("canvas.stickyNote");
  return (
    <button
      type="button"
      className={classes.item}
      aria-label={name}
      {...drag.handlers}
      onClick={() => {
        if (!drag.wasDragged()) canvasOf(store)?.add(NOTE);
      }}
    >
      <span className={classes.note}>
        <NoteIcon />
      </span>
      <span className={classes.name}>{name}</span>
    </button>
  );
}
