/** The name of a button without words, shown beside it to those who point at it or reach it by keyboard. */
import { type FocusEvent, type PointerEvent, type ReactNode, useEffect, useState } from "react";
import classes from "./hint.module.css";

interface Props {
  /** What the button is called anyway: a screen reader hears it from there. */
  label: string;
  side?: "right" | "bottom";
  isOff?: boolean;
  children: ReactNode;
}

export function Hint({ label, side = "bottom", isOff = false, children }: Props) {
  const [isShown, setShown] = useState(false);
  const hide = () => setShown(false);
  useEffect(() => (isShown ? onEscape(() => setShown(false)) : undefined), [isShown]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only looks on; the button inside is what acts
    <span
      className={classes.frame}
      onPointerEnter={(event: PointerEvent) => setShown(event.pointerType !== "touch")}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event: FocusEvent) => setShown(event.target.matches(":focus-visible"))}
      onBlur={hide}
    >
      {children}
      {isShown && !isOff && (
        <span className={classes.hint} data-side={side} aria-hidden="true">
          {label}
        </span>
      )}
    </span>
  );
}

function onEscape(act: () => void): () => void {
  const ending = new AbortController();
  const onKey = (event: KeyboardEvent) => event.key === "Escape" && act();
  window.addEventListener("keydown", onKey, { signal: ending.signal });
  return () => ending.abort();
}
