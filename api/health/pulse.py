"""Whether the engine keeps up, in words: what its processes have written down, and how long events have been due."""

from datetime import datetime, timedelta

from storage.figures import Pulse

SILENT_AFTER = timedelta(seconds=15)  # a beat comes every 5 seconds
STANDS_AFTER = timedelta(
    seconds=15
)  # the loop goes round several times a second; its last round is told with the beat
BEHIND_AFTER = timedelta(seconds=30)


def judge(pulse: Pulse, now: datetime) -> str:
    """`ok`, or what is wrong and what to do."""
    if pulse.beat_at is None:
        return "No engine process has been heard of: start `parley worker`."
    if now - pulse.beat_at > SILENT_AFTER:
        return (
            f"No engine process has been heard of for {_age(now, pulse.beat_at)}: look whether its process"
            " runs, and at its log."
        )
    waiting = (
        f" The oldest due event has waited for {_age(now, pulse.oldest_due)}." if pulse.oldest_due else ""
    )
    if pulse.loop_at is None:
        return f"The engine has started but not worked yet.{waiting}"
    if now - pulse.loop_at > STANDS_AFTER:
        return f"The engine's loop has stood still for {_age(now, pulse.loop_at)}: look at its log.{waiting}"
    if pulse.oldest_due is not None and now - pulse.oldest_due > BEHIND_AFTER:
        return f"The engine does not keep up: start another worker.{waiting}"
    return "ok"


def _age(now: datetime, then: datetime) -> str:
    return f"{(now - then).total_seconds():.0f} s"
