/** Says when another flow answered the customer on this flow's phone: both are live, and the other came first. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { getExecution, listMessages } from "../calls";
import { isolate } from "../i18n/format";
import type { Message } from "../types";

export function OtherFlowNote({ flowId, contactId }: { flowId: number; contactId: number }) {
  const { t } = useTranslation();
  // The chat asks for the messages; this only looks on.
  const answer = useQuery({
    queryKey: ["messages", contactId],
    queryFn: () => listMessages(contactId),
    select: ({ items }) => answerTo(items),
  }).data;
  const execution = useQuery({
    queryKey: ["execution", answer, "flow"],
    queryFn: () => getExecution(answer as number),
    enabled: typeof answer === "number",
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  if (typeof answer !== "number" || execution === undefined || execution.flowId === flowId) return null;
  return (
    <Text size="xs" role="status">
      {t("run.phone.otherFlow", { name: isolate(execution.flowName || t("flows.unnamed")) })}
    </Text>
  );
}

/** The execution that answered the customer's last message; null while none has. */
function answerTo(messages: readonly Message[]): number | null {
  const asked = messages.findLastIndex(({ direction }) => direction === "Inbound");
  return messages.slice(asked + 1).find(({ executionId }) => executionId !== null)?.executionId ?? null;
}
