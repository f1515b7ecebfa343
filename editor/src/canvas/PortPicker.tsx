/** Asks which way out of a card the keyboard shall connect. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { nodeOf } from "../model/graph";
import { Chooser } from "./Chooser";
import type { Commands } from "./commands";
import { useCanvas } from "./view";
import { portLabel } from "./words";

export function PortPicker({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const picker = useCanvas((state) => state.picker);
  const { view } = commands;
  const close = useCallback(() => view.setState({ picker: null }), [view]);
  const source = picker?.kind === "port" ? picker.source : undefined;
  const node = source === undefined ? undefined : nodeOf(commands.document, source);
  if (picker === null || node === undefined) return null;
  return (
    <Chooser
      title={t("canvas.choosePort")}
      searchLabel={t("canvas.searchPorts")}
      nothing={t("canvas.noneFound")}
      place={picker}
      choices={commands.ports(node.id).map((port) => ({ key: port.name, label: portLabel(node, port, t) }))}
      onChoose={(port) => {
        close();
        commands.startWire(node.id, port);
      }}
      onClose={() => {
        close();
        commands.screen.focus("node", node.id);
      }}
    />
  );
}
