/** A moment as "3 minutes ago", the exact time on hover. */
import { useEffect, useState } from "react";
import { formatDateTime, formatRelative } from "../i18n/format";

const REDRAW_MS = 15_000;

export function When({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), REDRAW_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at, Math.max(now, Date.now()))}
    </time>
  );
}
