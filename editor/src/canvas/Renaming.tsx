/** The field over a card's name, or a frame's, while it is written: one step of undo when it is left. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { useEditor } from "../model/EditorContext";
import { nodeOf } from "../model/graph";
import { changeGroup, MAX_GROUP_NAME } from "../model/groupActions";
import { renameNode } from "../model/nodeActions";
import { groupOf } from "../model/parts";
import { documentOf } from "../model/store";
import { nodeTitle } from "../model/words";
import type { Commands } from "./commands";
import { useBoxOf, ViewportPortal } from "./reactFlow";
import classes from "./tools.module.css";
import { useCanvas } from "./view";

export default function Renaming({ commands }: { commands: Commands }) {
  const id = useCanvas((state) => state.renaming);
  return id === null ? null : <Field key={id} id={id} commands={commands} />;
}

function Field({ id, commands }: { id: string; commands: Commands }) {
  const { t } = useTranslation();
  const boxOf = useBoxOf();
  const node = useEditor((state) => nodeOf(documentOf(state), id));
  const group = useEditor((state) => groupOf(documentOf(state), id));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const box = boxOf(id);
  if (box === undefined || (node ?? group) === undefined) return null;
  const type = node && commands.store.getState().types.get(node.type);
  const end = (isKept: boolean) => {
    if (commands.view.getState().renaming !== id) return;
    commands.view.setState({ renaming: null });
    const text = input.current?.value.trim() ?? "";
    const action = node ? renameNode(id, text) : changeGroup(id, { name: text });
    if (isKept) commands.store.getState().act(action);
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    end(event.key === "Enter");
    commands.screen.focus("node", id);
  };
  const [left, top, width] = node ? [46, 11, box.width - 56] : [10, 3, Math.min(box.width - 20, 320)];
  return (
    <ViewportPortal>
      <input
        ref={input}
        className={`${classes.renaming} nodrag nopan`}
        style={{ translate: `${box.x + left}px ${box.y + top}px`, width }}
        aria-label={t("tools.name")}
        // biome-ignore lint/a11y/noAutofocus: the name was just asked for; the keyboard belongs in it
        autoFocus
        dir="auto"
        defaultValue={(node ?? group)?.name ?? ""}
        placeholder={type ? nodeTitle(type) : t("tools.group")}
        maxLength={MAX_GROUP_NAME}
        onKeyDown={press}
        onBlur={() => end(true)}
      />
    </ViewportPortal>
  );
}
