/** An execution with its steps: as it was when the page opened, then as the stream tells. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { getExecution } from "../calls";
import type { Execution } from "../types";
import { type Followed, followExecution, NOTHING } from "./follow";
import { isAlive } from "./steps";

export function useExecution(id: number) {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["execution", id], queryFn: () => getExecution(id), gcTime: 0 });
  const [followed, setFollowed] = useState<Followed>(NOTHING);
  const { data } = query;
  const isFollowing = data !== undefined && isAlive(data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: followed from the first answer on; later ones only confirm
  useEffect(() => {
    setFollowed(NOTHING);
    return isFollowing ? followExecution(id, data.steps, setFollowed) : undefined;
  }, [id, isFollowing]);
  const isOver = followed.state === "over";
  useEffect(() => {
    if (isOver) void queries.invalidateQueries({ queryKey: ["execution", id] });
  }, [isOver, queries, id]);
  const execution = useMemo(() => data && merged(data, followed), [data, followed]);
  // The stream tells nothing of the executions that belong to this one: where it moved, they may have, too.
  const hasMoved = followed.execution !== undefined && placeOf(followed.execution) !== placeOf(data);
  useEffect(() => {
    if (hasMoved) void queries.invalidateQueries({ queryKey: ["execution", id], exact: true });
  }, [hasMoved, queries, id]);
  return { query, execution, state: isFollowing ? followed.state : "over" };
}

const placeOf = (execution?: Pick<Execution, "status" | "waitingFor">) =>
  `${execution?.status} ${execution?.waitingFor}`;

/** The page's answer brought up to date; what only the page knows (the flow's name, the trigger) stays. */
const merged = (data: Execution, { execution, steps, state }: Followed): Execution =>
  state === "idle" ? data : { ...data, ...execution, steps: [...steps] };
