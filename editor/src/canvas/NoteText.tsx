/** What is written on a sticky note: read as Markdown, written as text where it stands, and the corner that resizes it. */
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import type { Note } from "../model/document";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { changeNote, MAX_NOTE } from "../model/noteActions";
import { noteOf } from "../model/parts";
import { documentOf } from "../model/store";
import classes from "./aside.module.css";
import { Markdown } from "./Markdown";
import { useReactFlow } from "./reactFlow";
import { GRID } from "./size";
import { useCanvas, useView } from "./view";

export default function NoteText({ note, isSelected }: { note: Note; isSelected: boolean }) {
  const { t } = useTranslation();
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isWriting = useCanvas((state) => state.writing === note.id) && !isReadOnly;
  if (isWriting) return <Writing id={note.id} text={note.text} />;
  return (
    <>
      <div className={`${classes.text} ${isSelected ? "nowheel" : ""}`}>
        {note.text.trim() === "" ? (
          <p className={classes.empty}>{t("tools.note.empty")}</p>
        ) : (
          <Markdown text={note.text} />
        )}
      </div>
      {isSelected && !isReadOnly && <Corner id={note.id} />}
    </>
  );
}

function Writing({ id, text }: { id: string; text: string }) {
  const { t } = useTranslation();
  const view = useView();
  const store = useEditorStore();
  const area = useRef<HTMLTextAreaElement>(null);
  const leave = () => {
    store.getState().endGesture();
    if (view.getState().writing === id) view.setState({ writing: null });
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const card = area.current?.closest<HTMLElement>(".react-flow__node");
    leave();
    requestAnimationFrame(() => card?.focus({ preventScroll: true }));
  };
  return (
    <textarea
      ref={area}
      className={`${classes.writing} nodrag nopan nowheel`}
      aria-label={t("tools.note.text")}
      placeholder={t("tools.note.placeholder")}
      // biome-ignore lint/a11y/noAutofocus: the note was just opened to be written
      autoFocus
      onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
      dir="auto"
      value={text}
      maxLength={MAX_NOTE}
      onChange={(event) => store.getState().act(changeNote(id, { text: event.target.value }), `note ${id}`)}
      onBlur={leave}
      onKeyDown={press}
    />
  );
}

/** Drag it to make the note larger or smaller: one step of undo. By keyboard: Alt, Shift and the arrows. */
function Corner({ id }: { id: string }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const flow = useReactFlow();
  const start = useRef<{ x: number; y: number; width: number; height: number } | null>(null);
  const begin = (event: PointerEvent<HTMLElement>) => {
    const note = noteOf(documentOf(store.getState()), id);
    if (event.button !== 0 || note === undefined) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, y: event.clientY, width: note.width, height: note.height };
  };
  const pull = (event: PointerEvent) => {
    if (start.current === null) return;
    const { x, y, width, height } = start.current;
    const zoom = flow.getZoom();
    const size = {
      width: onGrid(width + (event.clientX - x) / zoom),
      height: onGrid(height + (event.clientY - y) / zoom),
    };
    store.getState().act(changeNote(id, size), `corner ${id}`);
  };
  const end = () => {
    start.current = null;
    store.getState().endGesture();
  };
  return (
    <span
      className={`${classes.corner} nodrag nopan`}
      title={t("tools.note.resize")}
      aria-hidden="true"
      onPointerDown={begin}
      onPointerMove={pull}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}

const onGrid = (length: number): number => Math.round(length / GRID) * GRID;
