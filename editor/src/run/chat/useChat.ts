/** The messages of one chat, asked for again and again, and the sending of new ones. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listMessages, tapAsCustomer, typeAsCustomer } from "../../calls";
import type { Account, Contact, Message } from "../../types";

const REFRESH_MS = 700;

interface Pending {
  key: number;
  text: string;
}

let lastKey = 0;

export function useChat(account: Account, customer: Contact, refreshMs = REFRESH_MS) {
  const queries = useQueryClient();
  const queryKey = ["messages", customer.id];
  const [pending, setPending] = useState<Pending[]>([]);
  const latest = useQuery({
    queryKey,
    queryFn: () => listMessages(customer.id),
    refetchInterval: refreshMs,
    staleTime: 0,
  });
  const earlier = useEarlier(customer.id);
  const typing = useMutation({
    // One after the other, so that messages arrive in the order they were typed.
    scope: { id: `phone-${customer.id}` },
    mutationFn: ({ text }: Pending) =>
      typeAsCustomer({ accountId: account.id, phone: customer.phone ?? "", name: customer.name, text }),
    onSettled: async (_data, _error, { key }) => {
      await queries.invalidateQueries({ queryKey });
      setPending((before) => before.filter((one) => one.key !== key));
    },
  });

  const tapping = useMutation({
    scope: { id: `phone-${customer.id}` },
    mutationFn: tapAsCustomer,
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });

  function send(text: string) {
    const one = { key: ++lastKey, text };
    setPending((before) => [...before, one]);
    typing.mutate(one);
  }

  const messages = joined(earlier.messages, latest.data?.items ?? []);
  return {
    messages,
    pending,
    send,
    tap: tapping.mutate,
    isTapping: tapping.isPending,
    error: typing.error ?? tapping.error ?? latest.error ?? earlier.error,
    clearError() {
      typing.reset();
      tapping.reset();
    },
    isEmpty: latest.isSuccess && messages.length === 0 && pending.length === 0,
    hasEarlier: earlier.mayHaveMore(latest.data?.items.length ?? 0),
    isLoadingEarlier: earlier.isLoading,
    loadEarlier: () => earlier.load(messages[0]?.id),
  };
}

const PAGE = 50;

function useEarlier(contactId: number) {
  const [messages, setMessages] = useState<Message[]>([]);
  const [isAtStart, setIsAtStart] = useState(false);
  const loading = useMutation({
    mutationFn: (before: number | undefined) => listMessages(contactId, before),
    onSuccess: ({ items }) => {
      setMessages((later) => joined(items, later));
      setIsAtStart(items.length < PAGE);
    },
  });
  return {
    messages,
    error: loading.error,
    isLoading: loading.isPending,
    load: loading.mutate,
    mayHaveMore: (latest: number) => !isAtStart && latest >= PAGE,
  };
}

/** Both lists by id, the fresher row winning, oldest first. */
function joined(older: Message[], fresher: Message[]): Message[] {
  const byId = new Map([...older, ...fresher].map((message) => [message.id, message]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}
