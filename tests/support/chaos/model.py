"""What a conversation must look like: a plain reading of `flows.py` that knows neither the engine nor its tables."""

from itertools import product

import msgspec

from chaos.flows import ANSWER, MORE

MARGIN = 1.0  # seconds; clocks of the processes may differ by less


class Posting(msgspec.Struct):
    """One message of a person: when it was posted first, and when the product answered 200."""

    text: str
    first_at: float
    accepted_at: float | None = None


class Conversation(msgspec.Struct):
    """One person's way through one flow; `ref` is the message that started it."""

    phone: str
    ref: str
    start: Posting
    replies: list[Posting] = []

    @property
    def kind(self) -> str:
        """Which flow."""
        return self.ref.partition(":")[0]


class Seen(msgspec.Struct):
    """What the ledger saw of a conversation: when each word was called for the first time, and the bookings' numbers."""

    words: dict[str, float]
    numbers: set[int]


def transcripts(talk: Conversation, seen: Seen) -> list[tuple[str, ...]]:
    """Every transcript that is right. There are several only where a reply and its timeout were close together."""
    return [
        (f"hello {talk.ref}", f"question {talk.ref}", *middle, *booking, f"bye {talk.ref} 2")
        for middle, booking in product(_middles(talk, seen), _bookings(talk, seen))
    ]


def _middles(talk: Conversation, seen: Seen) -> list[tuple[str, ...]]:
    """The part with the two waits. A reply that came too late for the first wait meets no wait at all."""
    first, second = [*talk.replies, None, None][:2]
    late = (f"late {talk.ref}",)
    if first is None:
        return [late]
    may_time_out, may_reply = _ways(ANSWER[talk.kind], talk.start, seen.words.get("question"), first)
    thanks = f"thanks {talk.ref} {first.text}"
    quiet, noted = (
        (thanks, f"quiet {talk.ref}"),
        (thanks, f"noted {talk.ref} {second.text if second else ''}"),
    )
    middles: list[tuple[str, ...]] = [late] if may_time_out else []
    if may_reply and second is None:
        middles.append(quiet)
    elif may_reply and second is not None:
        may_time_out, may_reply = _ways(MORE[talk.kind], first, seen.words.get("thanks"), second)
        middles += [quiet] * may_time_out + [noted] * may_reply
    return middles


def _ways(limit: float, cause: Posting, asked_at: float | None, reply: Posting) -> tuple[bool, bool]:
    """Whether the wait may have timed out, and whether the reply may have ended it.

    The wait began after its cause was posted and before the ledger saw what was sent just before it. The product promises
    the order of acceptance, which lies between posting and 200.
    """
    surely_in_time = reply.accepted_at is not None and reply.accepted_at < cause.first_at + limit - MARGIN
    surely_too_late = asked_at is not None and reply.first_at > asked_at + limit + MARGIN
    return not surely_in_time, not surely_too_late


def _bookings(talk: Conversation, seen: Seen) -> list[tuple[str, ...]]:
    """The number the ledger gave; the product may give up after calls that ended badly, but not without a call."""
    booked = [(f"booked {talk.ref} {number}",) for number in sorted(seen.numbers)]
    return [*booked, (f"unbooked {talk.ref}",)] if booked else [(f"booked {talk.ref} ?",)]
