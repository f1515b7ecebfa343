/** The newest execution of a flow as it happens; of the phone's customer alone when one is chosen. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { Problem } from "../api";
import { newestExecutions } from "../calls";
import { type Followed, followExecution, followStarts, latestOf, NOTHING } from "./follow";
import { usePhone } from "./usePhone";
import { useShownRun } from "./useShownRun";

export interface LiveRun extends Followed {
  /** It started while we watched. */
  readonly isNew: boolean;
}

const NONE: LiveRun = { ...NOTHING, isNew: false };

export function useLiveRun(flowId: number): LiveRun {
  const contactId = usePhone((phone) => phone.contactId);
  const show = useShownRun((shown) => shown.show);
  const { id, isNew, isLost } = useNewest(flowId, contactId);
  const followed = useFollowed(id);
  const run = useMemo<LiveRun>(
    () => ({ ...followed, isNew, ...(isLost && { state: "reconnecting" }) }),
    [followed, isNew, isLost],
  );
  useEffect(() => show(run), [show, run]);
  useEffect(() => () => show(NONE), [show]);
  return run;
}

/** The steps of one execution as they commit; nothing without an id. */
function useFollowed(id: number | null): Followed {
  const [followed, setFollowed] = useState(NOTHING);
  useEffect(() => {
    setFollowed(NOTHING);
    return id === null ? undefined : followExecution(id, [], setFollowed);
  }, [id]);
  return followed;
}

/** The id of the newest execution: the one there is, then each that starts. */
function useNewest(flowId: number, contactId: number | null) {
  const [started, setStarted] = useState<number | null>(null);
  const [isLost, setIsLost] = useState(false);
  const before = useQuery({
    queryKey: ["executions", flowId, "newest", contactId],
    queryFn: () => newestExecutions(flowId, contactId),
    // Asked for each time the phone opens; from then on the stream tells.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    retry: (_count, error) => !(error instanceof Problem && error.status >= 400 && error.status < 500),
  });
  const known = before.isSuccess && !before.isFetching ? before.data : null;
  const latest = useMemo(() => (known && latestOf(known)?.id) ?? null, [known]);
  useEffect(() => {
    setStarted(null);
    setIsLost(false);
    if (known === null) return;
    return followStarts(
      { flowId, contactId, known },
      (execution) => setStarted(execution.id),
      (state) => setIsLost(state === "lost"),
    );
  }, [flowId, contactId, known]);
  return { id: started ?? latest, isNew: started !== null, isLost };
}
