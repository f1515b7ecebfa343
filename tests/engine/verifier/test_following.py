"""Following data and time takes a few walks through a flow, however it is drawn."""

from typing import Any

import pytest
from flow_builder import REGISTRY

from bench.menu_flow import menu_flow
from engine.flow import decode_document
from engine.verifier.arrivals import Arrival
from engine.verifier.check import examine


def test_menus_with_ways_back_take_few_walks(monkeypatch: pytest.MonkeyPatch) -> None:
    document = decode_document(menu_flow(400))
    draft = examine(document, REGISTRY)
    assert draft.is_publishable
    draft.__dict__.pop("arrivals", None)
    merged = []
    real = Arrival.merge

    def merge(here: Arrival, *other: Any) -> bool:
        merged.append(here)
        return real(here, *other)

    monkeypatch.setattr(Arrival, "merge", merge)
    assert draft.arrivals.at("menu397") is not None
    assert len(document.edges) < len(merged) < 4 * len(document.edges)
