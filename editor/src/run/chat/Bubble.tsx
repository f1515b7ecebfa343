/** One message as WhatsApp draws it: text, time and ticks. */
import { translated } from "../../i18n/sentences";
import "../../i18n/pages";
import { useTranslation } from "react-i18next";
import { formatTime } from "../../i18n/format";
import type { Message } from "../../types";
import { attachmentOf, partsOf } from "./body";
import classes from "./chat.module.css";
import { File } from "./File";
import { Said } from "./Said";

/** The customer's own messages (inbound for the business) stand at the right, as on their phone. */
export function Bubble({ message }: { message: Message }) {
  const { t } = useTranslation();
  const isMine = message.direction === "Inbound";
  const attachment = attachmentOf(message);
  const { header, text, footer } = partsOf(message);
  return (
    <div className={classes.bubble} data-mine={isMine || undefined} data-direction={message.direction}>
      {message.subtype !== "text" && message.subtype !== "interactive" && !attachment && (
        <div className={classes.kind}>{message.subtype.replaceAll("_", " ")}</div>
      )}
      {attachment && <File {...attachment} />}
      {header !== "" && (
        <div className={`foreign ${classes.header}`} dir="auto">
          {header}
        </div>
      )}
      <Said text={attachment ? attachment.caption : text} />
      {footer !== "" && (
        <div className={`foreign ${classes.footer}`} dir="auto">
          {footer}
        </div>
      )}
      <span className={classes.meta}>
        <time dateTime={message.createdAt}>{formatTime(message.createdAt)}</time>
        <Ticks status={message.status} />
      </span>
      {message.status === "Failed" && (
        <div className={classes.failed}>
          {message.errorMessage ? translated(message.errorMessage) : t("phone.failed")}
        </div>
      )}
      {message.outcomeUnknown && <div className={classes.failed}>{t("phone.unknown")}</div>}
    </div>
  );
}

export function PendingBubble({ text }: { text: string }) {
  return (
    <div className={classes.line}>
      <div className={classes.bubble} data-mine>
        <Said text={text} />
        <span className={classes.meta}>
          <Ticks status="Queued" />
        </span>
      </div>
    </div>
  );
}

const PATHS: Record<Message["status"], string> = {
  Queued: "M8 3.5v4.5l2.5 1.5M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
  Sent: "M3 8.5l3 3 6.5-7",
  Delivered: "M1 8.5l3 3 6.5-7M7.5 11l.5.5 6.5-7",
  Read: "M1 8.5l3 3 6.5-7M7.5 11l.5.5 6.5-7",
  Failed: "M8 4v5M8 11.5v.01M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z",
};

function Ticks({ status }: { status: Message["status"] }) {
  const { t } = useTranslation();
  return (
    <svg
      className={classes.ticks}
      data-status={status}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      role="img"
      aria-label={t(`status.${status}`)}
    >
      <path d={PATHS[status]} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
