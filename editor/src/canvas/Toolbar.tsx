/** The tools of the canvas: undo, redo, tidy up, zoom and the sheet of keys. */
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { ask } from "../model/asking";
import { useEditor } from "../model/EditorContext";
import { documentOf } from "../model/store";
import type { Commands } from "./commands";
import {
  FitIcon,
  KeysIcon,
  OutlineIcon,
  RedoIcon,
  TidyIcon,
  UndoIcon,
  ZoomInIcon,
  ZoomOutIcon,
} from "./icons";
import { sayKeys } from "./keyNames";
import { Panel, useOutlook } from "./reactFlow";
import classes from "./toolbar.module.css";
import { redo, undo } from "./undoing";
import { useCanvas } from "./view";

interface Props {
  commands: Commands;
  hasOutline: boolean;
}

export function Toolbar({ commands, hasOutline }: Props) {
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return (
    <Panel position="bottom-left" className={classes.bar}>
      {!isReadOnly && <Changes commands={commands} />}
      <Zoom commands={commands} hasOutline={hasOutline} />
    </Panel>
  );
}

function Changes({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const isTidying = useCanvas((state) => state.isTidying);
  const canTidy = useEditor((state) => documentOf(state).nodes.length > 1);
  return (
    <div className={classes.group}>
      <Tool
        name={t("canvas.undo")}
        keys="Ctrl+Z"
        icon={UndoIcon}
        isOff={!canUndo}
        onPress={() => undo(commands)}
      />
      <Tool
        name={t("canvas.redo")}
        keys="Ctrl+Shift+Z"
        icon={RedoIcon}
        isOff={!canRedo}
        onPress={() => redo(commands)}
      />
      <Tool
        name={t("canvas.tidy")}
        icon={TidyIcon}
        isOff={!canTidy}
        isBusy={isTidying}
        onPress={() => void commands.tidy()}
      />
    </div>
  );
}

function Zoom({ commands, hasOutline }: Props) {
  const { t } = useTranslation();
  const { screen, view } = commands;
  return (
    <div className={classes.group}>
      <Tool name={t("canvas.zoomOut")} keys="-" icon={ZoomOutIcon} onPress={() => screen.zoomBy("out")} />
      <Percent onPress={() => screen.zoomTo(1)} />
      <Tool name={t("canvas.zoomIn")} keys="+" icon={ZoomInIcon} onPress={() => screen.zoomBy("in")} />
      <Tool name={t("canvas.fit")} keys="1" icon={FitIcon} onPress={() => screen.fit()} />
      {hasOutline && (
        <Tool
          name={t("canvas.outline")}
          keys="O"
          icon={OutlineIcon}
          side="outline"
          onPress={() => ask(commands.store, "outline")}
        />
      )}
      <Tool
        name={t("canvas.keysTitle")}
        keys="?"
        icon={KeysIcon}
        onPress={() => view.setState({ areKeysShown: true })}
      />
    </div>
  );
}

function Percent({ onPress }: { onPress(): void }) {
  const { t } = useTranslation();
  const percent = useOutlook(({ zoom }) => Math.round(zoom * 100));
  const name = t("canvas.actualSize", { percent });
  return (
    <button type="button" className={classes.percent} aria-label={name} title={name} onClick={onPress}>
      {percent}%
    </button>
  );
}

interface ToolProps {
  name: string;
  keys?: string;
  icon: ComponentType;
  isOff?: boolean;
  isBusy?: boolean;
  /** The panel that it opens: whoever closes that comes back here. */
  side?: string;
  onPress(): void;
}

function Tool({ name, keys, icon: Icon, isOff = false, isBusy, side, onPress }: ToolProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={classes.tool}
      aria-label={name}
      title={keys ? `${name} (${sayKeys(keys, t)})` : name}
      disabled={isOff}
      aria-busy={isBusy}
      data-side-toggle={side}
      onClick={onPress}
    >
      <Icon />
    </button>
  );
}
