/** The lines of the chat; a message leads to the node that sent it, its buttons can be tapped. */
import { UnstyledButton } from "@mantine/core";
import { Fragment, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { locale } from "../../i18n";
import { formatNumber } from "../../i18n/format";
import { translated } from "../../i18n/sentences";
import { useEditor, useEditorStore } from "../../model/EditorContext";
import { nodeOf } from "../../model/graph";
import { chatOf, type Judged, type Line, type Outcome, roughly, timeIn } from "../../model/simulation";
import { documentOf } from "../../model/store";
import { say } from "../../model/words";
import { Buttons } from "../chat/Buttons";
import { attachmentOf, partsOf } from "../chat/body";
import chat from "../chat/chat.module.css";
import { File } from "../chat/File";
import { Said } from "../chat/Said";
import { useBottom } from "../chat/useBottom";
import classes from "./simulator.module.css";
import { showNode } from "./useFollow";

interface Props {
  outcome: Outcome | null;
  /** Nothing has happened yet. */
  isFresh: boolean;
  onTap(button: string): void;
}

export function Lines({ outcome, isFresh, onTap }: Props) {
  const { t } = useTranslation();
  const lines = useMemo(() => (outcome === null ? [] : chatOf(outcome)), [outcome]);
  const bottom = useBottom(String(lines.length));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region is reached with the keyboard
    <div className={chat.messages} role="log" aria-label={t("simulator.messages")} tabIndex={0} ref={bottom}>
      {isFresh && <div className={chat.day}>{t("simulator.hello")}</div>}
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line's place is what it is known by
        <div key={at} className={chat.line} data-turn={isTurn(line, lines[at - 1]) || undefined}>
          <One line={line} zone={outcome?.timezone} onTap={onTap} />
        </div>
      ))}
    </div>
  );
}

const isTurn = (line: Line, before: Line | undefined): boolean => line.kind !== before?.kind;

interface OneProps {
  line: Line;
  /** The contact's, for the clock. */
  zone: string | undefined;
  onTap(button: string): void;
}

function One({ line, zone, onTap }: OneProps) {
  const { t } = useTranslation();
  switch (line.kind) {
    case "received":
      return (
        <div className={chat.bubble} data-mine data-direction="Inbound">
          <Said text={line.text} />
        </div>
      );
    case "sent":
      return <Message line={line} onTap={onTap} />;
    case "clock":
      return (
        <div className={chat.day}>
          {t("simulator.later", {
            time: timeIn(line.at, zone, locale),
            duration: roughly(line.since, line.at, locale),
          })}
        </div>
      );
    case "unheard":
      return <Unheard triggers={line.triggers} />;
    case "happened":
      return (
        <div className={chat.day} dir="auto">
          {t("simulator.happened", { name: line.name })} {line.key}
        </div>
      );
    case "ended":
      return <Ended line={line} />;
  }
}

function Message({ line, onTap }: { line: Extract<Line, { kind: "sent" }>; onTap(button: string): void }) {
  const { t } = useTranslation();
  const store = useEditorStore();
  const { message } = line;
  const { header, text, footer } = partsOf({ body: message.body, content: message.text });
  const attachment = attachmentOf(message);
  const isOurs = message.flowId === 0;
  const look = {
    className: chat.bubble,
    "data-direction": "Outbound",
    "data-refused": message.error !== null || undefined,
  };
  // What opens a file cannot stand in a button: with one, the words alone lead to the node.
  const Frame = attachment ? "div" : Fragment;
  return (
    <>
      <Frame {...(attachment && look)}>
        {attachment && <File {...attachment} />}
        <UnstyledButton
          {...(attachment ? undefined : look)}
          disabled={!isOurs}
          title={
            isOurs ? t("simulator.showNode") : t("simulator.ofFlow", { id: formatNumber(message.flowId) })
          }
          onClick={() => showNode(store, message.nodeId)}
        >
          {header !== "" && <span className={`foreign ${chat.header} ${classes.line}`}>{header}</span>}
          <Said text={attachment?.caption || text} />
          {footer !== "" && <span className={`foreign ${chat.footer} ${classes.line}`}>{footer}</span>}
          {message.error && (
            <span className={`${chat.failed} ${classes.line}`}>{translated(message.error)}</span>
          )}
        </UnstyledButton>
      </Frame>
      <Buttons
        message={{ id: 0, status: message.error === null ? "Delivered" : "Failed", body: message.body }}
        isSpent={line.isOld}
        onTap={({ buttonId }) => onTap(message.buttons.find(({ id }) => id === buttonId)?.title || buttonId)}
      />
    </>
  );
}

/** Why each trigger stayed silent. */
function Unheard({ triggers }: { triggers: Judged[] }) {
  const { t } = useTranslation();
  return (
    <div className={classes.aside}>
      {t(triggers.length > 0 ? "simulator.unheard" : "simulator.noTrigger")}
      <ul>
        {triggers.map(({ nodeId, verdict }) => (
          <li key={nodeId}>
            <NodeWords nodeId={nodeId} />: {t(`simulator.verdict.${verdict}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Ended({ line }: { line: Extract<Line, { kind: "ended" }> }) {
  const { t } = useTranslation();
  if (line.flowId !== 0) return null;
  return (
    <div className={classes.aside} data-failed={line.error !== null || undefined} dir="auto">
      {line.error === null
        ? t("simulator.ended", { outcome: line.outcome ?? "" })
        : t("simulator.failed", { sentence: translated(line.error) })}
    </div>
  );
}

/** A node of the draft in the words of its card, or by its name alone. */
export function NodeWords({ nodeId, isShort = false }: { nodeId: string; isShort?: boolean }) {
  const { t } = useTranslation();
  const types = useEditor((state) => state.types);
  const node = useEditor((state) => nodeOf(documentOf(state), nodeId));
  if (node === undefined) return nodeId;
  const { title, sentence } = say(node, types.get(node.type), t);
  return <bdi>{isShort ? title : sentence || title}</bdi>;
}
