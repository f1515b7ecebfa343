/** While a chat is open, tells the simulator that the customer has read what arrived. */
import { useDocumentVisibility } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { readAsCustomer } from "../../calls";
import type { Message } from "../../types";

export function useReading(contactId: number, messages: Message[]): void {
  const isVisible = useDocumentVisibility() === "visible";
  const told = useRef("");
  const unread = messages.findLast(isUnread);
  const news = unread ? `${unread.id} ${unread.status}` : "";
  useEffect(() => {
    if (!isVisible || news === "" || news === told.current) return;
    told.current = news;
    // A failure shows as ticks that stay grey; the next message or status tries again.
    readAsCustomer(contactId).catch(() => undefined);
  }, [contactId, isVisible, news]);
}

const isUnread = ({ direction, status }: Message) =>
  direction === "Outbound" && (status === "Sent" || status === "Delivered");
