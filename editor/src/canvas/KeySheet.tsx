/** The sheet of the canvas's keys. */
import { Kbd, Modal, Table, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useOpened } from "../components/later";
import "../i18n/tools";
import { useEditor } from "../model/EditorContext";
import { sayKeys } from "./keyNames";
import classes from "./tools.module.css";
import { useCanvas, useView } from "./view";

const LOOKING = [
  ["Ctrl+K", "tools.keys.commands"],
  ["Ctrl+F", "tools.keys.find"],
  ["O", "tools.keys.outline"],
  ["Tab", "tools.keys.walk"],
  ["Alt+←↑→↓", "tools.keys.along"],
  ["Enter", "tools.keys.open"],
  ["Space", "tools.keys.gather"],
  ["Esc", "tools.keys.escape"],
  ["1", "tools.keys.fit"],
  ["0", "tools.keys.actualSize"],
  ["2", "tools.keys.fitSelection"],
  ["+ −", "tools.keys.zoom"],
  ["Shift+drag", "tools.keys.marquee"],
  ["?", "tools.keys.sheet"],
] as const;

const CHANGING = [
  ["A", "tools.keys.add"],
  ["C", "tools.keys.connect"],
  ["←↑→↓", "tools.keys.nudge"],
  ["Ctrl+D", "tools.keys.duplicate"],
  ["Ctrl+C X V", "tools.keys.clipboard"],
  ["N", "tools.keys.note"],
  ["Alt+Shift+←↑→↓", "tools.keys.resize"],
  ["Alt+drag", "tools.keys.free"],
  ["Ctrl+G", "tools.keys.group"],
  ["Ctrl+Shift+G", "tools.keys.ungroup"],
  ["F2", "tools.keys.rename"],
  ["D", "tools.keys.disable"],
  ["P", "tools.keys.pin"],
  ["Delete", "tools.keys.remove"],
  ["Ctrl+Z", "tools.keys.undo"],
  ["Ctrl+Shift+Z", "tools.keys.redo"],
  ["Ctrl+A", "tools.keys.selectAll"],
] as const;

export default function KeySheet() {
  const { t } = useTranslation();
  const view = useView();
  const isOpen = useCanvas((state) => state.areKeysShown);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return (
    <Modal
      opened={useOpened(isOpen)}
      onClose={() => view.setState({ areKeysShown: false })}
      size={isReadOnly ? "md" : 880}
      title={t("tools.keys.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      transitionProps={{ duration: 100 }}
    >
      <div className={classes.sheet}>
        {!isReadOnly && <Rows title={t("tools.keys.changing")} rows={CHANGING} />}
        <Rows title={t("tools.keys.looking")} rows={LOOKING} />
      </div>
    </Modal>
  );
}

function Rows({ title, rows }: { title: string; rows: typeof LOOKING | typeof CHANGING }) {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      <Table verticalSpacing={5} withRowBorders={false} aria-label={title}>
        <Table.Tbody>
          {rows.map(([keys, meaning]) => (
            <Table.Tr key={keys}>
              <Table.Td w={140}>
                <Kbd dir="ltr">{sayKeys(keys, t)}</Kbd>
              </Table.Td>
              <Table.Td>{t(meaning)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
