"""Tells a result in words: what was checked, what was done to it, and each violation with its transcript."""

from collections.abc import Iterator
from datetime import UTC, datetime

from chaos.run import Result
from chaos.verdict import Violation

KINDS = {
    "lost": "lost",
    "doubled": "doubled",
    "order": "out of order",
    "unlisted": "unknown and not listed",
    "unanswered": "never answered",
}
MOST_TOLD = 20


def tell(result: Result) -> Iterator[str]:
    """Lines for people."""
    verdict, options = result.verdict, result.options
    counts = ", ".join(f"{name} {count}" for name, count in result.faults.items())
    yield f"seed {options.seed}: {options.workers} workers, {options.webs} web servers, {options.contacts} people at a time"
    yield f"load {result.load_seconds:.0f} s, then {result.settle_seconds:.0f} s until all had come; {result.conversations} conversations"
    yield f"{sum(result.faults.values())} faults: {counts}"
    yield f"the ledger's calls: {', '.join(f'{fate} {count}' for fate, count in result.fates.items())}"
    yield f"webhooks posted again without need: {result.copies}"
    if result.own_ends:
        yield f"ended by themselves (exit codes): {result.own_ends}"
    if result.hung:
        yield f"did not end when told to: {result.hung}"
    yield f"messages: n = {verdict.messages}, {_bound(verdict.messages)}"
    yield f"outside calls: n = {verdict.bookings}, {_bound(verdict.bookings)}; {verdict.rebooked} repeated with the same key"
    yield ", ".join(f"{name} {verdict.count(what)}" for what, name in KINDS.items())
    yield f"ambiguous, each listed by the product: {verdict.listed} ({verdict.repeated} arrived more than once, {verdict.given_up} never)"
    yield "BROKEN" if verdict.violations else "kept"


def tell_violations(result: Result) -> Iterator[str]:
    """Each violation with what was expected and what the ledger saw."""
    for violation in result.verdict.violations[:MOST_TOLD]:
        yield from _transcript(violation)
    if (more := len(result.verdict.violations) - MOST_TOLD) > 0:
        yield f"... and {more} more"


def _bound(n: int) -> str:
    """With n trials and no failure, the rate is below 3/n with 95% confidence."""
    return f"95% bound 3/n = {3 / n:.1e}" if n else "nothing was checked"


def _transcript(violation: Violation) -> Iterator[str]:
    yield f"\n{violation.what.upper()}: {violation.text}"
    if violation.talk is not None:
        for posting in (violation.talk.start, *violation.talk.replies):
            yield f"  posted   {_clock(posting.first_at)} 200 at {_clock(posting.accepted_at)}  {posting.text}"
    for text in violation.expected:
        yield f"  expected {text}"
    for call in violation.calls:
        yield f"  called   {_clock(call.at)} {call.fate:13} {call.key}  {call.text}"


def _clock(seconds: float | None) -> str:
    return "never" if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%H:%M:%S.%f}"[:-3]
