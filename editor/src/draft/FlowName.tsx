/** The flow's name, edited where it stands. */
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolate } from "../i18n/format";
import { MAX_NAME } from "../model/actions";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { documentOf } from "../model/store";
import classes from "./bar.module.css";
import { endNaming, typeName } from "./naming";
import type { Desk } from "./useDesk";

export function FlowName({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const name = useEditor((state) => documentOf(state).name);
  // The name at the first letter, and the letters as they stand in the field, while it is typed in.
  const [typed, setTyped] = useState<{ before: string; text: string } | null>(null);
  const text = typed?.text ?? name;
  const isReadOnly = useEditor((state) => state.isReadOnly);

  function type(text: string) {
    const before = typed?.before ?? name;
    setTyped({ before, text });
    typeName(store, text, before);
  }

  function leave() {
    if (typed === null) return;
    endNaming(store);
    setTyped(null);
    if (typed.text.trim() !== "") return;
    desk.say({ text: t("draft.name.empty", { name: isolate(typed.before) }), isTrouble: true });
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape" && typed !== null) type(typed.before);
  }

  return (
    <input
      className={classes.name}
      aria-label={t("draft.name.label")}
      title={text}
      dir="auto"
      value={text}
      maxLength={MAX_NAME}
      readOnly={isReadOnly}
      spellCheck={false}
      onChange={(event) => type(event.target.value)}
      onBlur={leave}
      onKeyDown={onKeyDown}
    />
  );
}
