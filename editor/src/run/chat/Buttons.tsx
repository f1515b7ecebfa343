/** The reply buttons under a message: to tap once, while nothing newer has been said. */
import { useTranslation } from "react-i18next";
import "../../i18n/run";
import type { Message } from "../../types";
import { buttonsOf } from "./body";
import classes from "./chat.module.css";

interface Props {
  message: Pick<Message, "id" | "status" | "body">;
  isSpent: boolean;
  onTap(tap: { messageId: number; buttonId: string }): void;
}

export function Buttons({ message, isSpent, onTap }: Props) {
  const { t } = useTranslation();
  const buttons = buttonsOf(message);
  if (buttons.length === 0) return null;
  // What has not reached the phone is not on it.
  const canTap = !isSpent && message.status !== "Queued" && message.status !== "Failed";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a frame of its own
    <div className={classes.buttons} role="group" aria-label={t("run.phone.buttons")}>
      {buttons.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className={classes.button}
          disabled={!canTap}
          data-spent={isSpent || undefined}
          onClick={() => onTap({ messageId: message.id, buttonId: id })}
        >
          <ReplyArrow />
          <span className="foreign" dir="auto">
            {title}
          </span>
        </button>
      ))}
    </div>
  );
}

const ReplyArrow = () => (
  <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden>
    <path
      d="M6 3 2.5 6.5 6 10M2.5 6.5h6a5 5 0 0 1 5 5v1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
