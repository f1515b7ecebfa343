/** A list that arrives page by page, optionally asked for again every few seconds. */
import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import type { Page } from "../types";

interface Options<T> {
  queryKey: QueryKey;
  load: (cursor: string | undefined) => Promise<Page<T>>;
  everyMs?: number;
  enabled?: boolean;
}

export function usePages<T>({ queryKey, load, everyMs, enabled }: Options<T>) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<T>) => page.nextCursor ?? undefined,
    refetchInterval: everyMs,
    enabled,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) ?? [] };
}
