/** The list that opens from a plus, from a dropped wire and from the key A: types of nodes, and those that a way may lead to. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { translated } from "../i18n/sentences";
import type { Wire } from "../model/actions";
import { useEditor } from "../model/EditorContext";
import { isTrigger } from "../model/graph";
import { groupBy } from "../model/groupBy";
import type { NodeType } from "../model/nodeTypes";
import { type Choice, Chooser } from "./Chooser";
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
  const targets = targetsOf(commands, picker.wire);
  const grouped = [...groupBy(fitting, (type) => type.group).values()].flat();
  return (
    <Chooser
      title={t("canvas.choose")}
      searchLabel={t("canvas.search")}
      nothing={t("canvas.noneFound")}
      place={picker}
      choices={[...grouped.map(typeChoice), ...targets.map(({ choice }) => choice)]}
      onChoose={(key) => {
        close();
        const target = targets.find(({ choice }) => choice.key === key);
        if (target) target.run();
        else commands.add({ tag: key, wire: picker.wire, at: picker.at });
      }}
      onClose={() => {
        close();
        commands.backTo(picker.wire);
      }}
    />
  );
}

const typeChoice = (type: NodeType): Choice => ({
  key: type.tag,
  label: type.title,
  help: type.help,
  group: translated(type.group),
  icon: <Tile type={type} />,
});

/** The nodes that are there already: a port may lead to one of them as well. */
function targetsOf(commands: Commands, wire: Wire | undefined): { choice: Choice; run(): void }[] {
  if (wire?.kind !== "after") return [];
  const { document, store, t } = commands;
  const { types } = store.getState();
  return document.nodes
    .filter((node) => !isTrigger(node) && node.id !== wire.source)
    .map((node) => {
      const { title, sentence } = commands.wordsOf(node);
      const type = types.get(node.type);
      return {
        choice: {
          key: `node:${node.id}`,
          label: t("canvas.leadTo", { title }),
          help: sentence,
          group: t("canvas.leadToOne"),
          icon: type && <Tile type={type} />,
        },
        run() {
          commands.connect(wire.source, wire.port, node.id);
          commands.backTo(wire);
        },
      };
    });
}

/** Nothing leads into a trigger, and only what has a way out fits into an edge. */
function fits(type: NodeType, { wire }: Picker & { kind: "node" }): boolean {
  if (wire === undefined) return true;
  const hasWayOut = type.ports.length > 0 || type.portsFrom !== null;
  return !isTrigger({ type: type.tag }) && (wire.kind === "after" || hasWayOut);
}
