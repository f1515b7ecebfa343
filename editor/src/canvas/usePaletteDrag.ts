/** Drags a node type, or a note, with mouse, pen or finger: by pointer events, as a browser's own drag and drop ignores touch. */
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import { useEditorStore } from "../model/EditorContext";
import type { EditorStore } from "../model/store";
import { canvasOf } from "./bridge";
import classes from "./palette.module.css";

/** A press that moves less than this is a click. */
const THRESHOLD = 5;

export function usePaletteDrag(tag: string) {
  const store = useEditorStore();
  const drag = useMemo(() => new PaletteDrag(store, tag), [store, tag]);
  const last = useRef(drag);
  last.current = drag;
  useEffect(() => () => last.current.stop(), []);
  return drag;
}

class PaletteDrag {
  private start: { x: number; y: number } | undefined;
  private ghost: HTMLElement | undefined;
  private isDragged = false;

  constructor(
    private readonly store: EditorStore,
    private readonly tag: string,
  ) {}

  readonly handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !event.isPrimary) return;
      this.start = { x: event.clientX, y: event.clientY };
      this.isDragged = false;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const place = { x: event.clientX, y: event.clientY };
      if (this.start === undefined) return;
      const isFar = Math.hypot(place.x - this.start.x, place.y - this.start.y) > THRESHOLD;
      if (this.ghost === undefined && isFar) this.lift(event.currentTarget);
      if (this.ghost === undefined) return;
      this.ghost.style.transform = `translate(${place.x}px, ${place.y}px) translate(-50%, -50%)`;
      canvasOf(this.store)?.hover(place);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const wasLifted = this.ghost !== undefined;
      this.stop();
      if (wasLifted) canvasOf(this.store)?.drop(this.tag, { x: event.clientX, y: event.clientY });
    },
    onPointerCancel: () => this.stop(),
  };

  /** Whether the press that a click ends was a drag. */
  wasDragged = () => this.isDragged;

  stop(): void {
    window.removeEventListener("keydown", this.cancel, true);
    if (this.ghost !== undefined) canvasOf(this.store)?.hover(null);
    this.ghost?.remove();
    this.ghost = undefined;
    this.start = undefined;
  }

  private lift(item: HTMLElement): void {
    this.isDragged = true;
    this.ghost = item.cloneNode(true) as HTMLElement;
    this.ghost.className = `${item.className} ${classes.ghost}`;
    this.ghost.setAttribute("aria-hidden", "true");
    this.ghost.style.width = `${item.offsetWidth}px`;
    document.body.append(this.ghost);
    window.addEventListener("keydown", this.cancel, true);
  }

  private cancel = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.stop();
  };
}
