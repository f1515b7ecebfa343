/** The list of what differs: the flow as a whole, its nodes with their settings, connections, notes and groups. */
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import "../i18n/history";
import { type FlowDiff, type Look, sidesOf } from "../model/diff";
import type { FlowDocument } from "../model/document";
import { useEditor, useEditorStore } from "../model/EditorContext";
import { fieldChanges } from "../model/fieldChanges";
import { focusOn } from "../model/focus";
import { portsOf } from "../model/nodeTypes";
import { nodeName, sayPort } from "../model/words";
import { Fields } from "./Fields";
import classes from "./history.module.css";
import { WholeChanges } from "./WholeChanges";

export interface Compared {
  before: FlowDocument;
  after: FlowDocument;
  diff: FlowDiff;
}

export function ChangesPanel({ before, after, diff }: Compared) {
  const { t } = useTranslation();
  return (
    <section className={classes.panel} aria-label={t("history.compare.title")}>
      {diff.isSame && <Text size="sm">{t("history.compare.same")}</Text>}
      <WholeChanges before={before} after={after} diff={diff} />
      <Part title={t("history.compare.nodes")} count={diff.nodes.size}>
        {diff.drawn.nodes.map(
          ({ id }) => diff.nodes.has(id) && <NodeEntry key={id} id={id} {...{ before, after, diff }} />,
        )}
      </Part>
      <Part title={t("history.compare.edges")} count={diff.edges.size}>
        {diff.drawn.edges.map((edge) => {
          const look = diff.edges.get(edge.id);
          return look && <Entry key={edge.id} look={look} text={<EdgeWords id={edge.id} diff={diff} />} />;
        })}
      </Part>
      <Part title={t("history.compare.notes")} count={diff.notes.size}>
        {(diff.drawn.notes ?? []).map(({ id, text }) => {
          const look = diff.notes.get(id);
          const words = text
            ? t("history.compare.note", { text: text.slice(0, 200) })
            : t("history.compare.emptyNote");
          return look && <Entry key={id} look={look} text={words} />;
        })}
      </Part>
      <Part title={t("history.compare.groups")} count={diff.groups.size}>
        {(diff.drawn.groups ?? []).map(({ id, name }) => {
          const look = diff.groups.get(id);
          const words = name ? t("history.compare.group", { name }) : t("history.compare.emptyGroup");
          return look && <Entry key={id} look={look} text={words} />;
        })}
      </Part>
    </section>
  );
}

function Part({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  if (count === 0) return null;
  return (
    <div>
      <Text component="h2" size="sm" fw={600} m={0}>
        {title}
      </Text>
      <ul className={classes.list}>{children}</ul>
    </div>
  );
}

function Entry({ look, text }: { look: Look; text: ReactNode }) {
  const { t } = useTranslation();
  return (
    <li className={classes.entry} data-look={look}>
      <div className={`${classes.head} foreign`}>
        <span className={classes.look}>{t(`history.compare.look.${look}`)}</span> {text}
      </div>
    </li>
  );
}

/** Opens with a click here or on the card: then it tells each setting before and after. */
function NodeEntry({ id, before, after, diff }: Compared & { id: string }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const types = useEditor((state) => state.types);
  const isOpen = useEditor((state) => state.openNode === id);
  const look = diff.nodes.get(id) as Look;
  const sides = sidesOf(before, after, id);
  const node = sides.after ?? sides.before;
  if (node === undefined) return null;
  function toggle() {
    if (isOpen) return store.getState().open(null);
    focusOn(store, id);
    store.getState().open(id);
  }
  return (
    <li className={classes.entry} data-look={look} ref={isOpen ? bringIntoView : undefined}>
      <button type="button" className={`${classes.head} foreign`} aria-expanded={isOpen} onClick={toggle}>
        <span className={classes.look}>{t(`history.compare.look.${look}`)}</span>{" "}
        {node.name || nodeName(node, types.get(node.type), t)}
      </button>
      {isOpen &&
        (look === "moved" ? (
          <Text size="sm" px={10} pb={8}>
            {t("history.compare.onlyMoved")}
          </Text>
        ) : (
          <Fields changes={fieldChanges(sides.before, sides.after, (tag) => types.get(tag), t)} />
        ))}
    </li>
  );
}

const bringIntoView = (entry: HTMLElement | null) => entry?.scrollIntoView({ block: "nearest" });

function EdgeWords({ id, diff }: { id: string; diff: FlowDiff }) {
  const { t } = useTranslation();
  const types = useEditor((state) => state.types);
  const edge = diff.drawn.edges.find((one) => one.id === id);
  const nameOf = (nodeId: string | undefined) => {
    const node = diff.drawn.nodes.find((one) => one.id === nodeId);
    return node ? node.name || nodeName(node, types.get(node.type), t) : t("history.compare.gone");
  };
  const [source, target] = [nameOf(edge?.source), nameOf(edge?.target)];
  const from = diff.drawn.nodes.find((one) => one.id === edge?.source);
  const ports = from ? portsOf(from, types.get(from.type)) : [];
  const port = ports.length > 1 ? ports.find(({ name }) => name === edge?.sourceHandle) : undefined;
  if (from === undefined || port === undefined) return t("history.compare.straight", { source, target });
  return t("history.compare.edge", { source, port: sayPort(from, port, t) || port.name, target });
}
