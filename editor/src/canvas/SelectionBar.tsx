/** A small bar above what is selected: to bring several parts into line, or to colour a note or a group. */
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useRoving } from "../components/useRoving";
import "../i18n/tools";
import { ALIGNMENTS, SPREADS } from "../model/align";
import { useEditor } from "../model/EditorContext";
import { boundsOf } from "../model/groups";
import { COLOURS } from "../model/noteActions";
import { noteOf } from "../model/parts";
import { documentOf } from "../model/store";
import { arrange, arrangeable } from "./arranging";
import { chosenAside, colour } from "./colouring";
import type { Commands } from "./commands";
import { groupSelection, ungroupSelection } from "./grouping";
import { sayKeys } from "./keyNames";
import { useOutlook } from "./reactFlow";
import { ARRANGE_ICONS, GroupIcon, PencilIcon, UngroupIcon } from "./toolIcons";
import classes from "./tools.module.css";
import { useCanvas } from "./view";

export default function SelectionBar({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const part = useEditor(() => chosenAside(commands));
  const count = useEditor((state) => state.selection.nodes.size);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const isBusy = useCanvas(
    ({ moved, renaming, isFinding, writing }) => Boolean(moved ?? renaming ?? writing) || isFinding,
  );
  if (isReadOnly || isBusy || count === 0) return null;
  if (part) {
    return (
      <Place key={part.id} commands={commands} name={t("tools.note.colour")}>
        {(tabIndexOf) => (
          <Colours commands={commands} id={part.id} chosen={part.colour} tabIndexOf={tabIndexOf} />
        )}
      </Place>
    );
  }
  if (count === 1) return null;
  return (
    <Place commands={commands} name={t("tools.arrange.title")}>
      {(tabIndexOf) => <Lines commands={commands} tabIndexOf={tabIndexOf} />}
    </Place>
  );
}

const ABOVE = 46;
const EDGE = 8;

type TabIndexOf = (at: number) => 0 | -1;

interface PlaceProps {
  commands: Commands;
  name: string;
  children(tabIndexOf: TabIndexOf): ReactNode;
}

/** Above the middle of the selection, inside of the canvas; one stop of the Tab key. */
function Place({ commands, name, children }: PlaceProps) {
  const { row, tabIndexOf } = useRoving();
  const outlook = useOutlook(({ x, y, zoom }) => `${x} ${y} ${zoom}`);
  const document = useEditor(documentOf);
  const selected = useEditor((state) => state.selection.nodes);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for lies elsewhere when these change
  const style = useMemo(() => styleOf(commands), [commands, outlook, document, selected]);
  if (style === undefined) return null;
  return (
    <div className={`${classes.bar} nopan nodrag`} role="toolbar" aria-label={name} style={style} {...row}>
      {children(tabIndexOf)}
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

const LINES = [...ALIGNMENTS, ...SPREADS];

function Lines({ commands, tabIndexOf }: { commands: Commands; tabIndexOf: TabIndexOf }) {
  const { t } = useTranslation();
  return (
    <>
      {LINES.map((how, at) => (
        <Tool
          key={how}
          name={t(`tools.arrange.${how}`)}
          tabIndex={tabIndexOf(at)}
          onPress={() => arrange(commands, how)}
        >
          {ARRANGE_ICONS[how]}
        </Tool>
      ))}
      <Tool
        name={`${t("tools.arrange.group")} (${sayKeys("Ctrl+G", t)})`}
        tabIndex={tabIndexOf(LINES.length)}
        onPress={() => void groupSelection(commands)}
      >
        <GroupIcon />
      </Tool>
    </>
  );
}

interface ColoursProps {
  commands: Commands;
  id: string;
  chosen: (typeof COLOURS)[number];
  tabIndexOf: TabIndexOf;
}

function Colours({ commands, id, chosen, tabIndexOf }: ColoursProps) {
  const { t } = useTranslation();
  const isNote = noteOf(commands.document, id) !== undefined;
  return (
    <>
      {COLOURS.map((each, at) => (
        <button
          key={each}
          type="button"
          className={classes.swatch}
          data-colour={each}
          tabIndex={tabIndexOf(at)}
          aria-pressed={each === chosen}
          aria-label={t(`tools.colours.${each}`)}
          title={t(`tools.colours.${each}`)}
          onClick={() => colour(commands, id, each)}
        />
      ))}
      <Tool
        name={t(isNote ? "tools.note.write" : "tools.keys.rename")}
        tabIndex={tabIndexOf(COLOURS.length)}
        onPress={() => (isNote ? commands.view.setState({ writing: id }) : commands.rename(id))}
      >
        <PencilIcon />
      </Tool>
      {!isNote && (
        <Tool
          name={`${t("tools.arrange.ungroup")} (${sayKeys("Ctrl+Shift+G", t)})`}
          tabIndex={tabIndexOf(COLOURS.length + 1)}
          onPress={() => void ungroupSelection(commands)}
        >
          <UngroupIcon />
        </Tool>
      )}
    </>
  );
}

interface ToolProps {
  name: string;
  tabIndex: 0 | -1;
  onPress(): void;
  children: ReactNode;
}

const Tool = ({ name, tabIndex, onPress, children }: ToolProps) => (
  <button
    type="button"
    className={classes.press}
    tabIndex={tabIndex}
    aria-label={name}
    title={name}
    onClick={onPress}
  >
    {children}
  </button>
);
