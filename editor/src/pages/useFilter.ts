/** The filter of the list of executions, as the address has it. */
import { useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import {
  type Changes,
  changed,
  type ExecutionFilter,
  readFilter,
  writeFilter,
} from "../model/executionFilter";

export interface FilterState {
  filter: ExecutionFilter;
  /** A change is a step of the browser's history, but for typing. */
  change(parts: Changes, isTyping?: boolean): void;
  clear(): void;
}

export function useFilter(): FilterState {
  const [place, go] = useLocation();
  const search = useSearch();
  return useMemo(() => {
    const filter = readFilter(search);
    return {
      filter,
      change: (parts, isTyping = false) =>
        go(`${place}${writeFilter(changed(filter, parts))}`, { replace: isTyping }),
      clear: () => go(place),
    };
  }, [place, go, search]);
}
