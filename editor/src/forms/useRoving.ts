/** A row of buttons that is one stop of the Tab key: the arrows go from one to the next. */
import { type KeyboardEvent, useState } from "react";

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export function useRoving() {
  const [current, setCurrent] = useState(0);
  return {
    /** For the row itself. */
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const step = STEPS[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
      const next = (current + step + buttons.length) % buttons.length;
      setCurrent(next);
      buttons[next]?.focus();
    },
    /** For the button at this place. */
    tabIndexOf: (at: number) => (at === current ? 0 : -1),
  };
}
