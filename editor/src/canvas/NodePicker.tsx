/** The list of node types that opens from a plus, from a dropped wire and from the key A. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { translated } from "../i18n/sentences";
import { useEditor } from "../model/EditorContext";
import { isTrigger } from "../model/graph";
import { groupBy } from "../model/groupBy";
import type { NodeType } from "../model/nodeTypes";
import { Chooser } from "./Chooser";
import type { Commands } from "./commands";
import { Tile } from "./Tile";
import { type Picker, useCanvas } from "./view";

export function NodePicker({ commands }: { commands: Commands }) {
  const picker = useCanvas((state) => state.picker);
  return picker?.kind === "node" ? <Open commands={commands} picker={picker} /> : null;
}

function Open({ commands, picker }: { commands: Commands; picker: Picker & { kind: "node" } }) {
  const { t } = useTranslation();
  const types = useEditor((state) => state.types);
  const { view } = commands;
  const close = useCallback(() => view.setState({ picker: null }), [view]);
  const fitting = [...types.values()].filter((type) => fits(type, picker));
  const grouped = [...groupBy(fitting, (type) => type.group).values()].flat();
  return (
    <Chooser
      title={t("canvas.choose")}
      searchLabel={t("canvas.search")}
      nothing={t("canvas.noneFound")}
      place={picker}
      choices={grouped.map((type) => ({
        key: type.tag,
        label: type.title,
        help: type.help,
        group: translated(type.group),
        icon: <Tile type={type} />,
      }))}
      onChoose={(tag) => {
        close();
        commands.add({ tag, wire: picker.wire, at: picker.at });
      }}
      onClose={() => {
        close();
        commands.backTo(picker.wire);
      }}
    />
  );
}

/** Nothing leads into a trigger, and only what has a way out fits into an edge. */
function fits(type: NodeType, { wire }: Picker & { kind: "node" }): boolean {
  if (wire === undefined) return true;
  const hasWayOut = type.ports.length > 0 || type.portsFrom !== null;
  return !isTrigger({ type: type.tag }) && (wire.kind === "after" || hasWayOut);
}
