/** The owner's flows by name, for whoever names another flow. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { listFlows } from "../calls";
import { type Names, namesOfFlows, refersTo } from "../model/names";
import type { NodeType } from "../model/nodeTypes";
import type { FlowSummary } from "../types";

/** Another tab may have made or renamed one meanwhile. */
const FRESH_MS = 10_000;
/** Ten thousand flows; a list that long helps nobody. */
const MAX_PAGES = 50;

export type FlowName = Pick<FlowSummary, "id" | "name"> & { isLive: boolean };
export type FlowNames = ReadonlyMap<number, FlowName>;

/** Undefined until they are known. */
export function useFlowNames(enabled = true): FlowNames | undefined {
  const { data } = useQuery({ queryKey: ["flow-names"], queryFn: load, staleTime: FRESH_MS, enabled });
  return data;
}

/** The names of the flows that a node of this type names; nothing is asked for one that names none. */
export function useNamesFor(type: NodeType | undefined): Names {
  const flows = useFlowNames(refersTo(type, "flow"));
  return useMemo(() => namesOfFlows(flows), [flows]);
}

async function load(): Promise<FlowNames> {
  const names = new Map<number, FlowName>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, nextCursor } = await listFlows(cursor, 200);
    for (const { id, name, isActive, publishedVersion } of items)
      names.set(id, { id, name, isLive: isActive && publishedVersion !== null });
    if (!nextCursor) break;
    cursor = nextCursor;
  }
  return names;
}
