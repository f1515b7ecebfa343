/** One customer's chat: the messages so far, and the line to type in. */
import "../../i18n/pages";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../components/BusyButton";
import { ErrorNote } from "../../components/ErrorNote";
import { formatDay, isolate } from "../../i18n/format";
import type { Account, Contact, Message } from "../../types";
import { Bubble, PendingBubble } from "./Bubble";
import { Buttons } from "./Buttons";
import { ChatHead } from "./ChatHead";
import { Composer } from "./Composer";
import classes from "./chat.module.css";
import { nameOf } from "./names";
import { useBottom } from "./useBottom";
import { useChat } from "./useChat";
import { useReading } from "./useReading";

interface Props {
  account: Account;
  customer: Contact;
  /** What stands before the business's face: the way back, on a small screen. */
  back?: ReactNode;
  /** Why nothing can be written now. */
  blocked?: ReactNode;
  /** A first message to offer. */
  suggestion?: string;
  /** How often to look for messages; less where something tells of them. */
  refreshMs?: number;
}

export function Chat({ account, customer, back, blocked, suggestion, refreshMs }: Props) {
  const { t } = useTranslation();
  const chat = useChat(account, customer, refreshMs);
  useReading(customer.id, chat.messages);
  const bottom = useBottom(`${chat.messages.at(-1)?.id} ${chat.pending.length}`);
  const name = nameOf(customer);
  return (
    <section className={classes.chat} aria-label={t("phone.chatOf", { name })}>
      <ChatHead account={account} name={name} back={back} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region is reached with the keyboard */}
      <div className={classes.messages} role="log" aria-label={t("phone.messages")} tabIndex={0} ref={bottom}>
        {chat.hasEarlier && (
          <BusyButton
            size="xs"
            variant="default"
            mx="auto"
            mb="sm"
            isBusy={chat.isLoadingEarlier}
            onClick={chat.loadEarlier}
          >
            {t("phone.earlier")}
          </BusyButton>
        )}
        {chat.messages.map((message, at) => (
          <Line key={message.id} message={message} before={chat.messages[at - 1]}>
            <Buttons
              message={message}
              isSpent={at < chat.messages.length - 1 || chat.pending.length > 0 || chat.isTapping}
              onTap={chat.tap}
            />
          </Line>
        ))}
        {chat.pending.map(({ key, text }) => (
          <PendingBubble key={key} text={text} />
        ))}
        {chat.isEmpty && !blocked && (
          <div className={classes.day}>{t("phone.sayHello", { name: isolate(name) })}</div>
        )}
      </div>
      <ErrorNote error={chat.error} onClose={chat.clearError} />
      <Composer
        onSend={chat.send}
        blocked={blocked ?? (customer.phone ? null : t("phone.noNumber"))}
        suggestion={suggestion}
      />
    </section>
  );
}

interface LineProps {
  message: Message;
  before: Message | undefined;
  children: ReactNode;
}

function Line({ message, before, children }: LineProps) {
  const isNewDay = before === undefined || formatDay(message.createdAt) !== formatDay(before.createdAt);
  const isTurn = isNewDay || before.direction !== message.direction;
  return (
    <div className={classes.line} data-turn={isTurn || undefined}>
      {isNewDay && <div className={classes.day}>{formatDay(message.createdAt)}</div>}
      <Bubble message={message} />
      {children}
    </div>
  );
}
