/** The flow's name, edited where it stands. */
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolate } from "../i18n/format";
import { MAX_NAME, renameFlow } from "../model/actions";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { documentOf } from "../model/store";
import classes from "./bar.module.css";
import type { Desk } from "./useDesk";

export function FlowName({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const name = useEditor((state) => documentOf(state).name);
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);

  function take() {
    const next = text.trim();
    setText(next || name);
    if (next === "") desk.say({ text: t("draft.name.empty", { name: isolate(name) }), isTrouble: true });
    else store.getState().act(renameFlow(next));
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape") setText(name);
  }

  return (
    <input
      className={classes.name}
      aria-label={t("draft.name.label")}
      title={text}
      dir="auto"
      value={text}
      maxLength={MAX_NAME}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={onKeyDown}
    />
  );
}
