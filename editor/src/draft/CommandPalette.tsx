/** Everything by its name: what can be done, the nodes of this flow to go to, and the types of nodes to add. */
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { canvasOf } from "../canvas/bridge";
import { type Choice, Chooser } from "../canvas/Chooser";
import type { Commands } from "../canvas/commands";
import { type Deed, deedsOf } from "../canvas/deeds";
import { sayKeys } from "../canvas/keyNames";
import { Tile } from "../canvas/Tile";
import "../i18n/tools";
import { ask } from "../model/asking";
import { useEditorStore } from "../model/EditorContext";
import { focusOn } from "../model/focus";
import { nodeOf, orderFromTriggers } from "../model/graph";
import { wishes } from "../run/simulator/wishes";
import type { Desk } from "./useDesk";

const WIDTH = 560;

export default function CommandPalette({ desk }: { desk: Desk }) {
  const store = useEditorStore();
  const commands = canvasOf(store)?.commands;
  return desk.areCommandsOpen && commands ? <Open desk={desk} commands={commands} /> : null;
}

type Entry = Choice & { run(): void };

function Open({ desk, commands }: { desk: Desk; commands: Commands }) {
  const { t } = useTranslation();
  const before = useRef(document.activeElement);
  const { setCommandsOpen } = desk;
  const close = useCallback(() => {
    setCommandsOpen(false);
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  }, [setCommandsOpen]);
  // As things are when it opens: nothing changes while it is read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the desk is another one at each change of it
  const entries = useMemo(
    () => [...toDo(desk, commands), ...toGoTo(commands), ...toAdd(commands)],
    [commands],
  );
  return (
    <Chooser
      title={t("tools.commands.title")}
      searchLabel={t("tools.commands.search")}
      nothing={t("canvas.noneFound")}
      choices={entries}
      place={{ x: (window.innerWidth - WIDTH) / 2, y: window.innerHeight * 0.14 }}
      isWide
      onChoose={(key) => {
        close();
        entries.find((entry) => entry.key === key)?.run();
      }}
      onClose={close}
    />
  );
}

function toDo(desk: Desk, commands: Commands): Entry[] {
  const { t } = commands;
  return [...deedsOf(commands), ...deskDeeds(desk, commands)].map(({ label, keys, ...deed }) => ({
    ...deed,
    ...(keys !== undefined && { keys: sayKeys(keys, t) }),
    label: t(label),
    group: t("tools.commands.actions"),
  }));
}

function deskDeeds(desk: Desk, { store, current }: Commands): Deed[] {
  const side = (name: "phone" | "settings" | "simulator" | "versions") => () => {
    store.getState().open(null);
    desk.setSide(name);
  };
  return [
    { key: "publish", label: "draft.publish.publish", run: () => ask(store, "publish") },
    { key: "simulator", label: "draft.simulator", run: side("simulator") },
    ...(current === undefined ? [] : [startDeed(current, side("simulator"))]),
    { key: "phone", label: "draft.phone", run: side("phone") },
    { key: "settings", label: "draft.settings", run: side("settings") },
    { key: "versions", label: "draft.versions.open", run: side("versions") },
    { key: "issues", label: "draft.issues.title", run: () => desk.setIssuesOpen(true) },
  ];
}

const startDeed = (nodeId: string, open: () => void): Deed => ({
  ...{ key: "startHere", label: "tools.commands.startHere" },
  run() {
    wishes.setState({ wanted: { startAt: nodeId } });
    open();
  },
});

function toGoTo({ document, store, wordsOf, t }: Commands): Entry[] {
  const { types } = store.getState();
  return orderFromTriggers(document).flatMap((id) => {
    const node = nodeOf(document, id);
    if (node === undefined) return [];
    const { title, sentence } = wordsOf(node);
    const type = types.get(node.type);
    return {
      ...{ key: `node:${id}`, label: title, help: sentence, group: t("tools.commands.here") },
      icon: type && <Tile type={type} />,
      run: () => focusOn(store, id),
    };
  });
}

function toAdd(commands: Commands): Entry[] {
  const { store, t } = commands;
  const { types, isReadOnly } = store.getState();
  if (isReadOnly) return [];
  return [...types.values()].map((type) => ({
    ...{ key: `type:${type.tag}`, label: t("tools.commands.add", { title: type.title }), help: type.help },
    ...{ group: t("tools.commands.nodes"), icon: <Tile type={type} /> },
    run: () => commands.addBeside(type.tag),
  }));
}
