/** A small bar above what is selected: to bring several parts into line, or to colour a note or a group. */
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { ALIGNMENTS, SPREADS } from "../model/align";
import { useEditor } from "../model/EditorContext";
import { changeGroup } from "../model/groupActions";
import { boundsOf } from "../model/groups";
import { COLOURS, changeNote } from "../model/noteActions";
import { groupOf, noteOf } from "../model/parts";
import { documentOf } from "../model/store";
import { arrange, arrangeable } from "./arranging";
import type { Commands } from "./commands";
import { groupSelection, ungroupSelection } from "./grouping";
import { useOutlook } from "./reactFlow";
import { ARRANGE_ICONS, GroupIcon, PencilIcon, UngroupIcon } from "./toolIcons";
import classes from "./tools.module.css";
import { useCanvas } from "./view";

export default function SelectionBar({ commands }: { commands: Commands }) {
  const document = useEditor(documentOf);
  const selected = useEditor((state) => state.selection.nodes);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isBusy = useCanvas(
    ({ moved, renaming, isFinding, writing }) => Boolean(moved ?? renaming ?? writing) || isFinding,
  );
  if (isReadOnly || isBusy || selected.size === 0) return null;
  const [only] = selected;
  const part =
    only !== undefined && selected.size === 1 ? (noteOf(document, only) ?? groupOf(document, only)) : null;
  const isMany = selected.size > 1;
  if (!part && !isMany) return null;
  return (
    <Place commands={commands}>
      {part ? (
        <Colours commands={commands} id={part.id} colour={part.colour} />
      ) : (
        <Lines commands={commands} />
      )}
    </Place>
  );
}

const ABOVE = 46;
const EDGE = 8;

/** Above the middle of the selection, inside of the canvas. */
function Place({ commands, children }: { commands: Commands; children: ReactNode }) {
  const { t } = useTranslation();
  const outlook = useOutlook(({ x, y, zoom }) => `${x} ${y} ${zoom}`);
  const document = useEditor(documentOf);
  const selected = useEditor((state) => state.selection.nodes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for lies elsewhere when these change
  const style = useMemo(() => styleOf(commands), [commands, outlook, document, selected]);
  if (style === undefined) return null;
  return (
    <div
      className={`${classes.bar} nopan nodrag`}
      role="toolbar"
      aria-label={t("tools.arrange.title")}
      style={style}
    >
      {children}
    </div>
  );
}

function styleOf(commands: Commands) {
  const boxes = arrangeable(commands);
  const area = commands.screen.root()?.getBoundingClientRect();
  if (boxes.length === 0 || area === undefined) return undefined;
  const bounds = boundsOf(boxes);
  const { x, y } = commands.screen.toScreen({ x: bounds.x + bounds.width / 2, y: bounds.y });
  return {
    left: Math.min(area.width - EDGE, Math.max(EDGE, x - area.left)),
    top: Math.min(area.height - ABOVE, Math.max(EDGE, y - area.top - ABOVE - EDGE)),
  };
}

function Lines({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  return (
    <>
      {[...ALIGNMENTS, ...SPREADS].map((how) => (
        <Tool key={how} name={t(`tools.arrange.${how}`)} onPress={() => arrange(commands, how)}>
          {ARRANGE_ICONS[how]}
        </Tool>
      ))}
      <Tool name={`${t("tools.arrange.group")} (Ctrl+G)`} onPress={() => void groupSelection(commands)}>
        <GroupIcon />
      </Tool>
    </>
  );
}

interface ColoursProps {
  commands: Commands;
  id: string;
  colour: (typeof COLOURS)[number];
}

function Colours({ commands, id, colour }: ColoursProps) {
  const { t } = useTranslation();
  const isNote = noteOf(commands.document, id) !== undefined;
  const { act } = commands.store.getState();
  return (
    <>
      {COLOURS.map((each) => (
        <button
          key={each}
          type="button"
          className={classes.swatch}
          data-colour={each}
          aria-pressed={each === colour}
          aria-label={t(`tools.colours.${each}`)}
          title={t(`tools.colours.${each}`)}
          onClick={() => act(isNote ? changeNote(id, { colour: each }) : changeGroup(id, { colour: each }))}
        />
      ))}
      <Tool
        name={t(isNote ? "tools.note.write" : "tools.keys.rename")}
        onPress={() => (isNote ? commands.view.setState({ writing: id }) : commands.rename(id))}
      >
        <PencilIcon />
      </Tool>
      {!isNote && (
        <Tool
          name={`${t("tools.arrange.ungroup")} (Ctrl+Shift+G)`}
          onPress={() => void ungroupSelection(commands)}
        >
          <UngroupIcon />
        </Tool>
      )}
    </>
  );
}

const Tool = ({ name, onPress, children }: { name: string; onPress(): void; children: ReactNode }) => (
  <button type="button" className={classes.press} aria-label={name} title={name} onClick={onPress}>
    {children}
  </button>
);
