/** A list that arrives page by page, optionally asked for again every few seconds. */
import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import type { Page } from "../types";

interface Options<Part> {
  queryKey: QueryKey;
  load: (cursor: string | undefined) => Promise<Part>;
  everyMs?: number;
  enabled?: boolean;
}

export function usePages<Part extends Page<unknown>>({ queryKey, load, everyMs, enabled }: Options<Part>) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Part) => page.nextCursor ?? undefined,
    refetchInterval: everyMs,
    enabled,
  });
  const items: Part["items"] = query.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...query, items };
}
