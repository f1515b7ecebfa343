/** A small list to choose from, with a search field and full keyboard use; lies over the canvas at a given place. */
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import classes from "./chooser.module.css";
import { inOrder, type Matched } from "./matching";

export interface Choice extends Matched {
  key: string;
  icon?: ReactNode;
  /** The keys that do the same. */
  keys?: string | undefined;
}

/** More rows than anybody reads; a flow may have thousands of nodes. */
const MOST = 60;

interface Props {
  title: string;
  searchLabel: string;
  nothing: string;
  choices: readonly Choice[];
  place: { x: number; y: number };
  isWide?: boolean;
  onChoose(key: string): void;
  onClose(): void;
}

export function Chooser({ title, searchLabel, nothing, choices, place, isWide, onChoose, onClose }: Props) {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const found = inOrder(choices, query).slice(0, MOST);
  useInside(box, place);
  useEffect(() => closeOutside(box, onClose), [onClose]);
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0) setActive((active + by + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter" && found[active]) onChoose(found[active].key);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      className={`${classes.box} nowheel`}
      data-wide={isWide}
      role="dialog"
      aria-label={title}
      onKeyDown={press}
    >
      <input
        className={classes.search}
        // biome-ignore lint/a11y/noAutofocus: the list was just asked for; the keyboard belongs in it
        autoFocus
        type="search"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[active] && `${listId}-${found[active].key}`}
        aria-label={searchLabel}
        placeholder={searchLabel}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
      />
      <div className={classes.list} role="listbox" id={listId} aria-label={title}>
        {found.map((choice, at) => (
          <Row
            key={choice.key}
            id={`${listId}-${choice.key}`}
            choice={choice}
            heading={query === "" && choice.group !== found[at - 1]?.group ? choice.group : undefined}
            isActive={at === active}
            onPoint={() => setActive(at)}
            onChoose={() => onChoose(choice.key)}
          />
        ))}
        {found.length === 0 && <p className={classes.nothing}>{nothing}</p>}
      </div>
    </div>
  );
}

interface RowProps {
  id: string;
  choice: Choice;
  heading: string | undefined;
  isActive: boolean;
  onPoint(): void;
  onChoose(): void;
}

function Row({ id, choice, heading, isActive, onPoint, onChoose }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    <>
      {heading && (
        <div className={classes.heading} role="presentation">
          {heading}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above moves through the rows and chooses */}
      <div
        ref={row}
        id={id}
        className={classes.row}
        role="option"
        tabIndex={-1}
        aria-selected={isActive}
        onPointerMove={isActive ? undefined : onPoint}
        onClick={onChoose}
      >
        {choice.icon}
        <span className={classes.words}>
          <span className={classes.label}>{choice.label}</span>
          {choice.help && <span className={classes.help}>{choice.help}</span>}
        </span>
        {choice.keys && (
          <kbd className={classes.keys}>
            <bdi dir="ltr">{choice.keys}</bdi>
          </kbd>
        )}
      </div>
    </>
  );
}

const EDGE = 8;

/** Put the box at its place of the screen, moved as far as needed to be wholly inside. */
function useInside(box: React.RefObject<HTMLDivElement | null>, { x, y }: { x: number; y: number }): void {
  useLayoutEffect(() => {
    const element = box.current;
    const area = element?.offsetParent?.getBoundingClientRect();
    if (!element || !area) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    element.style.left = `${Math.max(EDGE, Math.min(x - area.left, area.width - width - EDGE))}px`;
    element.style.top = `${Math.max(EDGE, Math.min(y - area.top, area.height - height - EDGE))}px`;
  }, [box, x, y]);
}

function closeOutside(box: React.RefObject<HTMLDivElement | null>, onClose: () => void): () => void {
  const press = (event: PointerEvent) => {
    if (event.target instanceof Node && !box.current?.contains(event.target)) onClose();
  };
  window.addEventListener("pointerdown", press, true);
  return () => window.removeEventListener("pointerdown", press, true);
}
