"""Reads the tests of a flow document, and finds what is wrong with a script that its types cannot say."""

from collections.abc import Iterator
from typing import Any

import msgspec

from engine.complaints import field_of, sentence_of
from engine.errors import Issue
from engine.flow import FlowDocument
from engine.simulator.expecting import pattern_problem
from engine.simulator.script import Expect, FlowTest, Script
from engine.zones import is_zone

Tests = list[tuple[int, FlowTest]]


def read_tests(document: FlowDocument) -> tuple[Tests, list[Issue]]:
    """The tests that can be played, with their places, and what is wrong with the others."""
    tests: Tests = []
    issues: list[Issue] = []
    names: set[str] = set()
    for place, raw in enumerate(document.tests or []):
        found = list(_wrong(raw, names))
        if not found:
            tests.append((place, msgspec.convert(raw, FlowTest)))
        issues += [
            Issue("error", "invalid_config", text, None, f"tests[{place}].{field}") for field, text in found
        ]
    return tests, issues


def wrong_tests(document: FlowDocument) -> Iterator[Issue]:
    """What keeps tests from being played."""
    yield from read_tests(document)[1]


def problems_of(script: Script) -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) for what the types of a script cannot say."""
    zone = script.contact.timezone
    if zone is not None and not is_zone(zone):
        yield "contact.timezone", f"'{zone}' is not a time zone: write one like Europe/Madrid."
    if script.at is not None and (script.at.tzinfo is None or not 1971 <= script.at.year <= 9000):
        yield "at", "Begin between the years 1971 and 9000, at a time such as 2026-03-02T09:00:00Z."
    for place, step in enumerate(script.steps):
        if isinstance(step, Expect) and (problem := pattern_problem(step)) is not None:
            yield f"steps[{place}].text", problem


def _wrong(raw: dict[str, Any], names: set[str]) -> Iterator[tuple[str, str]]:
    try:
        test = msgspec.convert(raw, FlowTest)
    except msgspec.ValidationError as error:
        yield field_of(error) or "name", sentence_of(error)
        return
    yield from problems_of(test)
    if test.name in names:
        yield "name", f"There is a test called '{test.name}' already: rename one."
    names.add(test.name)
