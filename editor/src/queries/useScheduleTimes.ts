/** When a cron line fires next, as the server reckons. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getScheduleTimes } from "../calls";

const FRESH = 60_000;

/** Nothing is asked while the line is not complete; one that never fires has no times, and the check says why. */
export function useScheduleTimes(cron: string, timezone: string | undefined) {
  const isComplete = cron.trim().split(/\s+/).length === 5;
  const { data } = useQuery({
    queryKey: ["schedule-times", cron, timezone],
    queryFn: () => getScheduleTimes(cron, timezone),
    enabled: isComplete,
    staleTime: FRESH,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return isComplete && data?.problem === null ? data : undefined;
}
