/** One customer's chat: the messages so far, and the line to type in. */
import { ActionIcon, Button, Text } from "@mantine/core";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { ErrorNote } from "../components/ErrorNote";
import { Face } from "../components/Face";
import { Foreign } from "../components/Foreign";
import { BackIcon } from "../components/icons";
import { formatDay, isolate } from "../i18n/format";
import type { Account, Contact, Message } from "../types";
import { Bubble, PendingBubble } from "./Bubble";
import { Composer } from "./Composer";
import classes from "./phone.module.css";
import { useChat } from "./useChat";
import { useReading } from "./useReading";

export function Chat({ account, customer }: { account: Account; customer: Contact }) {
  const { t } = useTranslation();
  const chat = useChat(account, customer);
  useReading(customer.id, chat.messages);
  const bottom = useBottom(`${chat.messages.at(-1)?.id} ${chat.pending.length}`);
  const name = customer.name || customer.phone || customer.bsuid || "?";
  return (
    <section className={classes.chat} aria-label={t("phone.chatOf", { name })}>
      <header className={classes.chatHead}>
        <ActionIcon
          component={Link}
          href={`/phone/${account.id}`}
          variant="subtle"
          color="gray"
          hiddenFrom="sm"
          aria-label={t("phone.back")}
        >
          <BackIcon />
        </ActionIcon>
        <Face name={account.displayName} />
        <div className={classes.customerText}>
          <Foreign text={account.displayName} fw={600} size="sm" oneLine />
          <Text size="xs" c="dimmed" truncate>
            {t("phone.seenBy", { name: isolate(name) })}
          </Text>
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region is reached with the keyboard */}
      <div className={classes.messages} role="log" aria-label={t("phone.messages")} tabIndex={0} ref={bottom}>
        {chat.hasEarlier && (
          <Button
            size="xs"
            variant="default"
            mx="auto"
            mb="sm"
            loading={chat.isLoadingEarlier}
            onClick={chat.loadEarlier}
          >
            {t("phone.earlier")}
          </Button>
        )}
        {chat.messages.map((message, at) => (
          <div key={message.id} className={classes.line}>
            {startsDay(message, chat.messages[at - 1]) && (
              <div className={classes.day}>{formatDay(message.createdAt)}</div>
            )}
            <Bubble message={message} />
          </div>
        ))}
        {chat.pending.map(({ key, text }) => (
          <PendingBubble key={key} text={text} />
        ))}
        {chat.isEmpty && <div className={classes.day}>{t("phone.sayHello", { name: isolate(name) })}</div>}
      </div>
      <ErrorNote error={chat.error} onClose={chat.clearError} />
      <Composer onSend={chat.send} blocked={customer.phone ? null : t("phone.noNumber")} />
    </section>
  );
}

const startsDay = (message: Message, before: Message | undefined) =>
  before === undefined || formatDay(message.createdAt) !== formatDay(before.createdAt);

const NEAR_BOTTOM_PX = 160;

/** Keeps the newest message in view unless the reader has scrolled up. */
function useBottom(newest: string) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const watch = () => {
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_BOTTOM_PX;
    };
    element.addEventListener("scroll", watch, { passive: true });
    return () => element.removeEventListener("scroll", watch);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scroll when something new has been drawn
  useLayoutEffect(() => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [newest]);
  return box;
}
