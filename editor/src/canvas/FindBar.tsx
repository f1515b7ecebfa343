/** Finds cards by their names and by what stands in their settings: Enter goes from one to the next, Escape ends it. */

import type { TFunction } from "i18next";
import { type ComponentType, type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { useEditor } from "../model/EditorContext";
import { findParts } from "../model/find";
import { documentOf } from "../model/store";
import type { Commands } from "./commands";
import { endFinding } from "./finding";
import { CrossIcon, DownIcon, UpIcon } from "./icons";
import { Panel } from "./reactFlow";
import classes from "./tools.module.css";
import { useCanvas } from "./view";

export default function FindBar({ commands }: { commands: Commands }) {
  const isFinding = useCanvas((state) => state.isFinding);
  return isFinding ? <Bar commands={commands} /> : null;
}

function Bar({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const { store, screen } = commands;
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const ids = useFound(commands, query);
  // What was found may be deleted meanwhile.
  const place = Math.max(0, Math.min(at, ids.length - 1));
  const current = ids[place];
  useEffect(() => {
    if (current === undefined) return;
    store.getState().select([current]);
    screen.centre(current);
  }, [current, store, screen]);
  const go = (by: 1 | -1) => ids.length > 0 && setAt((place + by + ids.length) % ids.length);
  const end = () => {
    endFinding(commands);
    if (current === undefined) screen.root()?.focus({ preventScroll: true });
    else screen.focus("node", current);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") end();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const count = query.trim() === "" ? "" : countIn(ids, place, t);
  return (
    <Panel position="top-center" className={`${classes.find} nopan nodrag`}>
      <search className={classes.findRow} onKeyDown={press}>
        <input
          type="search"
          // biome-ignore lint/a11y/noAutofocus: the search was just asked for
          autoFocus
          aria-label={t("tools.find.label")}
          placeholder={t("tools.find.label")}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setAt(0);
          }}
        />
        <span className={classes.count} role="status">
          {count}
        </span>
        <Press name={t("tools.find.previous")} icon={UpIcon} onPress={() => go(-1)} />
        <Press name={t("tools.find.next")} icon={DownIcon} onPress={() => go(1)} />
        <Press name={t("common.close")} icon={CrossIcon} onPress={end} />
      </search>
    </Panel>
  );
}

const countIn = (ids: readonly string[], at: number, t: TFunction): string =>
  ids.length === 0 ? t("tools.find.none") : t("tools.find.count", { n: at + 1, all: ids.length });

/** What is found now, which the canvas shows. */
function useFound({ store, view, wordsOf }: Commands, query: string): string[] {
  const document = useEditor(documentOf);
  const ids = useMemo(
    () => findParts(document, store.getState().types, wordsOf, query),
    [document, store, wordsOf, query],
  );
  useEffect(
    () => view.setState({ found: query.trim() === "" ? undefined : new Set(ids) }),
    [view, ids, query],
  );
  return ids;
}

const Press = ({ name, icon: Icon, onPress }: { name: string; icon: ComponentType; onPress(): void }) => (
  <button type="button" className={classes.press} aria-label={name} title={name} onClick={onPress}>
    <Icon />
  </button>
);
