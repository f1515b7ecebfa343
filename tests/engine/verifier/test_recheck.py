"""A flow that is checked while it is drawn: the same issues as a check from the start, without the work."""

import pytest
from flow_builder import ANY, REGISTRY, chain, flow, say

from engine.flow import FlowDocument
from engine.verifier import recheck
from engine.verifier.check import check
from engine.verifier.recheck import Rechecker

WRONG = flow(
    ("start", "trigger", ANY),
    say("good", "Hi"),
    say("bad", "{{"),
    ("worse", "wait", {}),
    ("alien", "acme.beam_up", {}),
    edges="start>good good>bad bad.sideways>worse worse>alien",
)


def test_it_finds_what_check_finds_also_the_second_time() -> None:
    rechecker = Rechecker(REGISTRY)
    expected = check(WRONG, REGISTRY)
    assert len(expected) > 3
    assert [rechecker.check(WRONG) for _ in range(2)] == [expected, expected]


def test_settings_are_read_once_and_their_issues_go_to_each_node(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = count_reads(monkeypatch)
    rechecker = Rechecker(REGISTRY)
    twins = chain(say("a", "{{"), say("b", "{{"))
    assert [issue.node_id for issue in rechecker.check(twins)] == ["a", "b"]
    assert reads == ["start", "a"]
    rechecker.check(chain(say("a", "{{"), say("b", "Hi")))
    assert reads == ["start", "a", "b"]


def test_it_forgets_when_it_holds_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = count_reads(monkeypatch)
    monkeypatch.setattr(recheck, "MAX_KEPT", 100)
    rechecker = Rechecker(REGISTRY)
    document = chain(say("a", "x" * 200), say("b", "y" * 200))
    for _ in range(3):
        rechecker.check(document)
    assert len(reads) > 4


def test_what_anybody_may_make_up_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = count_reads(monkeypatch)
    rechecker = Rechecker(REGISTRY)
    aliens = [(f"a{n}", f"acme.alien_{n}", {}) for n in range(3)]
    for _ in range(2):
        rechecker.check(flow(("start", "trigger", ANY), *aliens))
    assert reads.count("start") == 1
    assert reads.count("a0") == 2


def test_entries_without_settings_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = count_reads(monkeypatch)
    monkeypatch.setattr(recheck, "MAX_KEPT", 1_500)
    rechecker = Rechecker(REGISTRY)
    ends = [(f"e{n}", "end", {"outcome": str(n)}) for n in range(4)]
    for _ in range(2):
        rechecker.check(flow(*ends))
    assert len(reads) > len(ends)


def count_reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    reads: list[str] = []
    real = recheck.decode_node

    def read(spec, registry, issues):
        reads.append(spec.id)
        return real(spec, registry, issues)

    monkeypatch.setattr(recheck, "decode_node", read)
    return reads


def test_a_document_of_nothing_is_no_trouble() -> None:
    assert [issue.code for issue in Rechecker(REGISTRY).check(FlowDocument("New"))] == ["no_trigger"]
