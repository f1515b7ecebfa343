/** A published version of a flow, asked for once: it never changes. */
import { queryOptions, skipToken, useQuery } from "@tanstack/react-query";
import { getVersion } from "../calls";

export const versionOf = (flowId: number, number: number) =>
  queryOptions({
    queryKey: ["version", flowId, number],
    queryFn: () => getVersion(flowId, number),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Without a number nothing is asked. */
export function useVersion(flowId: number, number: number | null) {
  const asked = versionOf(flowId, number ?? 0);
  return useQuery(number === null ? { ...asked, queryFn: skipToken } : asked);
}
