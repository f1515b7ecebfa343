/** The sheet of the canvas's keys. */
import { Kbd, Modal, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useOpened } from "../components/later";
import { useEditor } from "../model/EditorContext";
import { useCanvas, useView } from "./view";

const LOOKING = [
  ["Tab", "canvas.keys.walk"],
  ["Alt ←↑→↓", "canvas.keys.along"],
  ["Enter", "canvas.keys.open"],
  ["Space", "canvas.keys.gather"],
  ["Esc", "canvas.keys.escape"],
  ["1", "canvas.keys.fit"],
  ["0", "canvas.keys.actualSize"],
  ["2", "canvas.keys.fitSelection"],
  ["+ −", "canvas.keys.zoom"],
  ["Shift + drag", "canvas.keys.marquee"],
] as const;

const CHANGING = [
  ["A", "canvas.keys.add"],
  ["C", "canvas.keys.connect"],
  ["←↑→↓", "canvas.keys.nudge"],
  ["Ctrl D", "canvas.keys.duplicate"],
  ["Ctrl C X V", "canvas.keys.clipboard"],
  ["Delete", "canvas.keys.remove"],
  ["Ctrl Z", "canvas.keys.undo"],
  ["Ctrl Shift Z", "canvas.keys.redo"],
  ["Ctrl A", "canvas.keys.selectAll"],
] as const;

export default function KeySheet() {
  const { t } = useTranslation();
  const view = useView();
  const isOpen = useCanvas((state) => state.areKeysShown);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const rows = isReadOnly ? LOOKING : [...CHANGING, ...LOOKING];
  return (
    <Modal
      opened={useOpened(isOpen)}
      onClose={() => view.setState({ areKeysShown: false })}
      title={t("canvas.keys.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      transitionProps={{ duration: 100 }}
    >
      <Table verticalSpacing={6} withRowBorders={false}>
        <Table.Tbody>
          {rows.map(([keys, meaning]) => (
            <Table.Tr key={keys}>
              <Table.Td w={140}>
                <Kbd>{keys}</Kbd>
              </Table.Td>
              <Table.Td>{t(meaning)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
