/** A row of buttons that is one stop of the Tab key: the arrows go from one to the next. */
import { type FocusEvent, type KeyboardEvent, useState } from "react";

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export function useRoving() {
  const [current, setCurrent] = useState(0);
  return {
    /** For the row itself. */
    row: {
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        const step = STEPS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const buttons = buttonsOf(event.currentTarget).filter(({ disabled }) => !disabled);
        const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
        const isMirrored = getComputedStyle(event.currentTarget).direction === "rtl";
        buttons.at((at + (isMirrored ? -step : step)) % buttons.length)?.focus();
      },
      /** By a click as well: the arrows and Tab go on from there. */
      onFocus({ currentTarget, target }: FocusEvent<HTMLElement>) {
        const at = buttonsOf(currentTarget).indexOf(target as HTMLButtonElement);
        if (at >= 0) setCurrent(at);
      },
    },
    /** For the button at this place. */
    tabIndexOf: (at: number) => (at === current ? 0 : -1),
  };
}

const buttonsOf = (row: HTMLElement) => [...row.querySelectorAll("button")];
