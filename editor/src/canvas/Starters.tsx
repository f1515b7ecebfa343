/** Flows that work, to begin with: one of them takes the place of the empty draft. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import "../i18n/tools";
import { listStarters } from "../calls";
import { isTrigger } from "../model/graph";
import { beginWith } from "../model/starting";
import type { Commands } from "./commands";
import classes from "./empty.module.css";
import { announce } from "./view";

type Starter = Awaited<ReturnType<typeof listStarters>>["items"][number]["document"];

export function Starters({ commands }: { commands: Commands }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["starters"],
    queryFn: listStarters,
    staleTime: Number.POSITIVE_INFINITY,
  });
  function begin(document: Starter) {
    const { act, select } = commands.store.getState();
    act(beginWith(document, t("draft.untitled")));
    announce(commands.view, t("canvas.said.added", { title: document.name }));
    const trigger = commands.document.nodes.find(isTrigger)?.id;
    if (trigger !== undefined) select([trigger]);
    requestAnimationFrame(() => {
      commands.screen.fit();
      if (trigger !== undefined) commands.screen.focus("node", trigger);
    });
  }
  if (data === undefined || data.items.length === 0) return null;
  return (
    <>
      <h3 className={classes.or}>{t("tools.starters")}</h3>
      <div className={classes.starts}>
        {data.items.map(({ key, document }) => (
          <button key={key} type="button" className={classes.start} onClick={() => begin(document)}>
            <span className={classes.name}>{document.name}</span>
            <span className={classes.about}>{document.description}</span>
          </button>
        ))}
      </div>
    </>
  );
}
