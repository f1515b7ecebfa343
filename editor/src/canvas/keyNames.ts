/** What keys are called: on a Mac by the signs on them, elsewhere by their names in the reader's language. */
import type { TFunction } from "i18next";

const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "");
const SIGNS = { Alt: "⌥", Ctrl: "⌘", Shift: "⇧" } as const;
const NAMES = /\b(Alt|Ctrl|Shift)\+|\b(Delete|Enter|Esc|Space|Tab|drag)\b/g;

type Modifier = keyof typeof SIGNS;
type Named = "Delete" | "Enter" | "Esc" | "Space" | "Tab" | "drag";

/** "Ctrl+Shift+Z" as the person's keyboard has it. */
export const sayKeys = (keys: string, t: TFunction): string =>
  keys.replace(NAMES, (_, modifier?: Modifier, named?: Named) => {
    if (modifier === undefined) return t(`canvas.key.${named as Named}`);
    return isMac ? SIGNS[modifier] : `${t(`canvas.key.${modifier}`)}+`;
  });
