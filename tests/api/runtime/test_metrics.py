"""What a worker tells of itself: figures that add up, at a port of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from odd_nodes import odd_registry
from prometheus_client.parser import text_string_to_metric_families
from workshop import Workshop, node, on_message, sends, ways

from api.runtime.exposition import Exposition
from api.runtime.metrics import Metrics
from api.runtime.outcomes import Outcomes
from api.runtime.runtime import Runtime
from api.settings import Settings
from engine.ports import Secret
from engine.registry import load_registry
from storage.secrets import Vault

pytestmark = pytest.mark.anyio


async def test_batches_and_executions_add_up(shop: Workshop) -> None:
    await shop.publish(
        [on_message(keywords=["hi"], match="exact"), sends("echo", "hello")], ways("start echo")
    )
    await shop.publish(
        [
            on_message(keywords=["bad"], match="exact"),
            node("no", "set_variable", name="x", value="{{ vars.missing }}"),
        ],
        ways("start no"),
    )
    loop, outcomes = await shop.loop(odd_registry()), Outcomes()
    metrics = Metrics(outcomes)
    await shop.receive(
        *(shop.says("hi", f"w{n}", f"+49{n}") for n in range(5)), shop.says("bad", "w9", "+499")
    )
    shop.clock.move(seconds=2)
    await loop.run_batch()
    metrics.went_round(shop.clock.now(), list(loop.batches))
    loop.batches.clear()

    found = values(metrics.text())
    assert found["parley_executions_total", "started"] == 6
    assert found["parley_executions_total", "completed"] == 5
    assert found["parley_executions_total", "failed"] == 1
    assert found["parley_commits_total", ""] == 1
    assert found["parley_batch_events_sum", ""] == 6
    assert found["parley_due_lag_seconds", ""] == pytest.approx(2, abs=0.01)
    assert found["parley_batch_lateness_seconds_count", ""] == 1

    await loop.run_batch()
    metrics.went_round(shop.clock.now(), list(loop.batches))
    found = values(metrics.text())
    assert found["parley_due_lag_seconds", ""] == 0
    assert found["parley_commits_total", ""] == 1


def test_effects_and_sends_are_told_by_outcome() -> None:
    outcomes = Outcomes()
    metrics = Metrics(outcomes)
    outcomes.calls["done"] += 2
    outcomes.sends["unknown"] += 1
    found = values(metrics.text())
    assert found["parley_effects_total", "done"] == 2
    assert found["parley_sends_total", "unknown"] == 1


class Told:
    """A runtime that does not run, told about at a port."""

    def __init__(self, settings: Settings, token: str | None = None) -> None:
        vault = Vault(settings.secret_keys)
        self.runtime = Runtime(settings, load_registry(), vault, "postgresql://nowhere/")
        secret = Secret(token) if token else None
        self._exposition = Exposition(
            ("127.0.0.1", 0), secret, self.runtime.metrics.text, self.runtime.checks
        )
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self._exposition.port}")

    def close(self) -> None:
        self.client.close()
        self._exposition.close()


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return Settings(data_dir=tmp_path, secret_keys=(Secret("a key that only tests have"),))


@pytest.fixture
def told(settings: Settings) -> Iterator[Told]:
    told = Told(settings)
    yield told
    told.close()


def test_a_worker_says_in_words_why_it_is_not_well(told: Told) -> None:
    answer = told.client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "failing",
        "checks": {
            "database": "The database has not answered lately.",
            "engine": "The engine has started but not worked yet.",
        },
    }
    now = datetime.now(UTC)
    told.runtime._beat_at, told.runtime._loop_at = now, now - timedelta(seconds=25)
    engine = told.client.get("/health").json()["checks"]["engine"]
    assert engine == "The engine's loop has stood still for 25 s: look at its log."
    told.runtime._loop_at = now
    assert told.client.get("/health").status_code == 200


def test_a_worker_shows_its_metrics_to_who_knows_the_token(settings: Settings, told: Told) -> None:
    answer = told.client.get("/metrics")
    assert answer.status_code == 200
    assert ("parley_worker_process_resident_memory_bytes", "") in values(answer.content)
    assert told.client.get("/").status_code == 404
    guarded = Told(settings, token="a secret")
    assert guarded.client.get("/metrics").status_code == 401
    assert guarded.client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert guarded.client.get("/metrics", headers={"authorization": "Bearer a secret"}).status_code == 200
    guarded.close()


def values(text: bytes) -> dict[tuple[str, str], float]:
    """Samples by name and outcome."""
    return {
        (sample.name, sample.labels.get("outcome", "")): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }
