"""Lost, doubled, out of order, unlisted: told from the ledger and from what the people posted, never from the product's tables."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from chaos.journal import Call, Entry, Reported
from chaos.model import Conversation, Seen, transcripts
from chaos.moods import REFUSED, TOLD


class Listed(msgspec.Struct, rename="camel"):
    """A message that the product lists as unknown."""

    id: int
    content: str
    status: str

    @property
    def key(self) -> str:
        """What the ledger knows it by: the callback text."""
        return f"parley:{self.id}"


class Violation(msgspec.Struct):
    """A broken promise, with the conversation it was broken in."""

    what: str
    text: str
    talk: Conversation | None = None
    expected: tuple[str, ...] = ()
    calls: list[Call] = []


class Verdict(msgspec.Struct):
    """What was expected and what was broken. `open` conversations lack something that may still come."""

    messages: int = 0
    bookings: int = 0
    repeated: int = 0
    """Messages that arrived more than once, each of them listed as unknown."""
    listed: int = 0
    given_up: int = 0
    """Messages that the product gave up with their outcome unknown, each of them listed."""
    rebooked: int = 0
    """Bookings that were called more than once, always with the same key."""
    violations: list[Violation] = []

    def count(self, what: str) -> int:
        """How many violations of a kind."""
        return sum(violation.what == what for violation in self.violations)


def judge(talks: Sequence[Conversation], entries: Iterable[Entry], listed: Sequence[Listed]) -> Verdict:
    """The verdict on a run that has come to rest."""
    ledger = _Ledger(entries)
    verdict = Verdict(listed=len(listed))
    unknown = {each.key: each for each in listed}
    given_up = {each.content for each in listed if each.status == "Failed"}
    right = {talk.ref: _judge_talk(talk, ledger, given_up, verdict) for talk in talks}
    _judge_order(talks, right, ledger, given_up, verdict)
    _judge_keys(ledger, unknown, verdict)
    _judge_bookings(ledger, verdict)
    for ref in ledger.by_ref.keys() - right.keys():
        verdict.violations.append(Violation("doubled", f"nobody started {ref}", calls=ledger.by_ref[ref]))
    return verdict


class _Ledger:
    """The entries, sorted by what they speak of."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_ref: defaultdict[str, list[Call]] = defaultdict(list)
        self.by_key: defaultdict[str, list[Call]] = defaultdict(list)
        self.bookings: defaultdict[str, list[Call]] = defaultdict(list)
        self.by_phone: defaultdict[str, list[Call]] = defaultdict(list)
        self.reported: set[str] = set()
        for entry in entries:
            if isinstance(entry, Reported):
                self.reported.update(entry.keys)
            elif entry.what == "book":
                self.bookings[entry.text].append(entry)
            else:
                self.by_ref[ref_of(entry.text)].append(entry)
                self.by_key[entry.key].append(entry)
                self.by_phone[entry.to].append(entry)

    def seen(self, ref: str) -> Seen:
        """What the model needs to know."""
        words: dict[str, float] = {}
        for call in self.by_ref.get(ref, ()):
            words.setdefault(call.text.partition(" ")[0], call.at)
        return Seen(words, {call.number for call in self.bookings.get(ref, ())})


def ref_of(text: str) -> str:
    """The conversation a message belongs to: its second word."""
    return text.split(" ", 2)[1]


def first_taken(calls: Iterable[Call]) -> list[str]:
    """The texts that arrived, in the order of their first arrival."""
    return list(dict.fromkeys(call.text for call in calls if call.taken))


def _judge_talk(talk: Conversation, ledger: _Ledger, given_up: set[str], verdict: Verdict) -> tuple[str, ...]:
    """Everything that was to come came, and nothing else; the answer is the right transcript."""
    calls = ledger.by_ref.get(talk.ref, [])
    texts = set(first_taken(calls))
    expected = _closest(transcripts(talk, ledger.seen(talk.ref)), texts | given_up)
    if any(posting.accepted_at is None for posting in (talk.start, *talk.replies)):
        verdict.violations.append(Violation("unanswered", f"no 200 for a message of {talk.ref}", talk))
        return expected
    verdict.messages += len(expected)
    verdict.bookings += 1
    verdict.given_up += len((set(expected) & given_up) - texts)
    for text in expected:
        if text not in texts | given_up:
            verdict.violations.append(Violation("lost", text, talk, expected, calls))
    for text in sorted(texts - set(expected)):
        verdict.violations.append(Violation("doubled", f"not expected: {text}", talk, expected, calls))
    return expected


def _closest(right: list[tuple[str, ...]], texts: set[str]) -> tuple[str, ...]:
    """The right transcript that differs least from these texts."""
    return min(right, key=lambda transcript: len(set(transcript) - texts))


def _judge_order(
    talks: Sequence[Conversation],
    right: dict[str, tuple[str, ...]],
    ledger: _Ledger,
    given_up: set[str],
    verdict: Verdict,
) -> None:
    """Of each person the messages came in the order of the flow, one conversation after the other."""
    by_phone: defaultdict[str, list[str]] = defaultdict(list)
    for talk in talks:
        by_phone[talk.phone] += right[talk.ref]
    for talk in {talk.phone: talk for talk in talks}.values():
        calls = ledger.by_phone.get(talk.phone, [])
        place = {text: n for n, text in enumerate(by_phone[talk.phone])}
        came = [text for text in first_taken(calls) if text in place and text not in given_up]
        if came != sorted(came, key=place.__getitem__):
            verdict.violations.append(Violation("order", " | ".join(came), talk, calls=calls))


def _judge_keys(ledger: _Ledger, unknown: dict[str, Listed], verdict: Verdict) -> None:
    """One message each; a call after one that may have arrived, and an outcome nobody learned, are listed."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for key, calls in ledger.by_key.items():
        keys[calls[0].text].add(key)
        verdict.repeated += sum(call.taken for call in calls) > 1
        if key in unknown:
            continue
        if any(call.fate not in REFUSED for call in calls[:-1]):
            verdict.violations.append(
                Violation("doubled", f"repeated and not listed: {calls[0].text}", calls=calls)
            )
        elif not any(call.fate in TOLD for call in calls) and key not in ledger.reported:
            verdict.violations.append(Violation("unlisted", calls[0].text, calls=calls))
    for text, several in keys.items():
        if len(several) > 1:
            calls = [call for key in several for call in ledger.by_key[key]]
            verdict.violations.append(
                Violation("doubled", f"{len(several)} messages say: {text}", calls=calls)
            )


def _judge_bookings(ledger: _Ledger, verdict: Verdict) -> None:
    """Every call of one booking has the same key, and no two bookings share one."""
    owner: dict[str, str] = {}
    for ref, calls in ledger.bookings.items():
        verdict.rebooked += len(calls) > 1
        if len({call.key for call in calls}) > 1:
            verdict.violations.append(
                Violation("doubled", f"several keys for the booking of {ref}", calls=calls)
            )
        for key in {call.key for call in calls}:
            if owner.setdefault(key, ref) != ref:
                verdict.violations.append(
                    Violation("doubled", f"{ref} and {owner[key]} share a key", calls=calls)
                )
