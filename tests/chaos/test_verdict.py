"""The verdict of `just chaos` can fail: a doctored ledger is found out, and what is right is not."""

from typing import Any

import pytest
from chaos.journal import Call, Entry, Fate, Reported
from chaos.model import Conversation, Posting, Seen, transcripts
from chaos.moods import TAKEN
from chaos.verdict import Listed, Verdict, judge

PHONE, REF = "491701000001", "long:p1t0"
RIGHT = (
    f"hello {REF}",
    f"question {REF}",
    f"thanks {REF} r1",
    f"noted {REF} r2",
    f"booked {REF} 77",
    f"bye {REF} 2",
)


def talk(**replaced: Any) -> Conversation:
    """A conversation from second 100 on, with two replies, each accepted a tenth of a second after it was posted."""
    replies = [Posting("r1", 101.0, 101.1), Posting("r2", 102.0, 102.1)]
    return Conversation(
        **({"phone": PHONE, "ref": REF, "start": Posting(REF, 100.0, 100.1), "replies": replies} | replaced)
    )


def sends(*texts: str, fates: dict[str, list[Fate]] | None = None) -> list[Entry]:
    """The sends of these texts, answered at once unless fates are given; and the booking."""
    calls: list[Entry] = [Call(104.0, "book", "", REF, "7/book/1", "answered", True, 77)]
    for n, text in enumerate(texts):
        for fate in (fates or {}).get(text, ["answered"]):
            calls.append(Call(100.5 + n, "send", PHONE, text, key_of(text), fate, fate in TAKEN, len(calls)))
    return calls


def key_of(text: str) -> str:
    return f"parley:{RIGHT.index(text) + 1}"


def unknown(text: str, status: str = "Sent") -> Listed:
    return Listed(RIGHT.index(text) + 1, text, status)


def found(verdict: Verdict) -> list[str]:
    return [violation.what for violation in verdict.violations]


def test_a_right_ledger_is_right() -> None:
    verdict = judge([talk()], sends(*RIGHT), [])
    assert found(verdict) == []
    assert (verdict.messages, verdict.bookings) == (6, 1)


@pytest.mark.parametrize("text", RIGHT)
def test_a_lost_message_is_found(text: str) -> None:
    assert found(judge([talk()], sends(*(each for each in RIGHT if each != text)), [])) == ["lost"]


def test_a_lost_conversation_is_found() -> None:
    assert found(judge([talk()], [], [])) == ["lost"] * 6


def test_a_call_that_came_and_was_refused_is_no_arrival() -> None:
    assert found(judge([talk()], sends(*RIGHT, fates={RIGHT[5]: ["trouble"]}), [])) == ["lost", "unlisted"]


def test_a_repeated_send_is_found_unless_it_was_refused_or_is_listed() -> None:
    hello = RIGHT[0]
    repeated = sends(*RIGHT, fates={hello: ["answered", "answered"]})
    assert found(judge([talk()], repeated, [])) == ["doubled"]
    verdict = judge([talk()], repeated, [unknown(hello)])
    assert (found(verdict), verdict.repeated) == ([], 1)
    assert found(judge([talk()], sends(*RIGHT, fates={hello: ["contact_limit", "answered"]}), [])) == []
    assert found(judge([talk()], sends(*RIGHT, fates={hello: ["gateway_lost", "answered"]}), [])) == [
        "doubled"
    ]


def test_a_message_that_was_queued_twice_is_found_even_when_one_is_listed() -> None:
    again = Call(100.6, "send", PHONE, RIGHT[0], "parley:999", "answered", True, 999)
    assert found(judge([talk()], [*sends(*RIGHT), again], [unknown(RIGHT[0])])) == ["doubled"]


def test_both_ways_out_of_a_wait_are_one_too_many() -> None:
    late = Call(103.0, "send", PHONE, f"late {REF}", "parley:999", "answered", True, 999)
    assert found(judge([talk()], [*sends(*RIGHT), late], [])) == ["doubled"]


def test_a_step_that_ran_twice_is_found() -> None:
    assert found(judge([talk()], [*sends(*RIGHT[:5]), bye(count=3)], [])) == ["lost", "doubled"]


def bye(count: int) -> Call:
    return Call(109.0, "send", PHONE, f"bye {REF} {count}", "parley:6", "answered", True, 6)


def test_messages_in_another_order_are_found() -> None:
    assert found(judge([talk()], sends(*RIGHT[:2], RIGHT[3], RIGHT[2], *RIGHT[4:]), [])) == ["order"]


def test_a_late_repetition_of_a_listed_message_is_not_another_order() -> None:
    entries = [*sends(*RIGHT), Call(110, "send", PHONE, RIGHT[0], key_of(RIGHT[0]), "answered", True, 99)]
    assert found(judge([talk()], entries, [unknown(RIGHT[0])])) == []


def test_conversations_of_a_person_come_one_after_the_other() -> None:
    other = "fast:p1t1"
    silent = talk(ref=other, start=Posting(other, 100.0, 100.1), replies=[])
    texts = [f"hello {other}", f"question {other}", f"late {other}", f"booked {other} 5", f"bye {other} 2"]
    book = Call(99, "book", "", other, "8/book/1", "answered", True, 5)
    calls = [
        Call(99.0, "send", PHONE, text, f"parley:{n}", "answered", True, n)
        for n, text in enumerate(texts, 50)
    ]
    assert found(judge([talk(), silent], [*sends(*RIGHT), book, *calls], [])) == []
    assert found(judge([talk(), silent], [book, *calls, *sends(*RIGHT)], [])) == ["order"]


@pytest.mark.parametrize("fate", ["silent", "cut", "gateway_taken"])
def test_an_outcome_that_nobody_learned_is_listed_or_found(fate: Fate) -> None:
    entries = sends(*RIGHT, fates={RIGHT[1]: [fate]})
    assert found(judge([talk()], entries, [])) == ["unlisted"]
    assert found(judge([talk()], entries, [unknown(RIGHT[1], "Failed")])) == []
    assert found(judge([talk()], [*entries, Reported(103, [key_of(RIGHT[1])])], [])) == []


def test_a_message_given_up_and_listed_is_not_lost() -> None:
    verdict = judge([talk()], sends(*RIGHT[:5]), [unknown(RIGHT[5], "Failed")])
    assert (found(verdict), verdict.given_up) == ([], 1)


def test_a_listed_message_that_was_not_given_up_must_still_come() -> None:
    assert found(judge([talk()], sends(*RIGHT[:5]), [unknown(RIGHT[5], "Queued")])) == ["lost"]


def test_an_outside_call_keeps_its_key_and_its_result() -> None:
    again = Call(105.0, "book", "", REF, "7/book/1", "answered", True, 77)
    assert found(judge([talk()], [*sends(*RIGHT), again], [])) == []
    other_key = Call(105.0, "book", "", REF, "8/book/1", "answered", True, 78)
    assert "doubled" in found(judge([talk()], [*sends(*RIGHT), other_key], []))
    without = [entry for entry in sends(*RIGHT) if getattr(entry, "what", "") != "book"]
    assert "lost" in found(judge([talk()], without, []))


def test_a_conversation_that_nobody_began_is_found() -> None:
    stranger = Call(105.0, "send", PHONE, "hello long:p9t9", "parley:999", "answered", True, 999)
    assert found(judge([talk()], [*sends(*RIGHT), stranger], [])) == ["doubled"]


def test_a_message_without_a_200_fails_the_run() -> None:
    verdict = judge([talk(replies=[Posting("r1", 101.0)])], sends(*RIGHT[:2]), [])
    assert found(verdict) == ["unanswered"]


def words_after(replies: list[Posting], asked_at: float = 100.5) -> set[str]:
    """The third word of every right transcript: `thanks` or `late`."""
    seen = Seen({"question": asked_at, "thanks": 101.5}, {77})
    return {transcript[2].split()[0] for transcript in transcripts(talk(replies=replies), seen)}


def test_a_reply_in_time_must_be_taken_and_one_that_came_too_late_must_not() -> None:
    assert words_after([Posting("r1", 101.0, 102.0)]) == {"thanks"}
    assert words_after([Posting("r1", 101.0, 129.9)]) == {"thanks", "late"}
    assert words_after([Posting("r1", 140.0, 141.0)]) == {"late"}
    assert words_after([]) == {"late"}
