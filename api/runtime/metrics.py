"""What the loops of this process did, as Prometheus reads it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from prometheus_client.core import CounterMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from api.runtime.batch import Batch
from api.runtime.outcomes import Outcomes
from api.settings import Settings

EVENTS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
LATE = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """The figures of one worker, in a registry of their own: a web server may show them beside its own."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.registry = here = CollectorRegistry()
        Info("parley_worker", "The program.", registry=here).info({"version": version("parley-flow")})
        ProcessCollector(namespace="parley_worker", registry=here)
        here.register(_OutcomeCollector(outcomes))
        self._events = Histogram("parley_batch_events", "Events in a batch.", buckets=EVENTS, registry=here)
        self._seconds = Histogram(
            "parley_batch_seconds", "From the claim of a batch to its commit.", buckets=SECONDS, registry=here
        )
        self._late = Histogram(
            "parley_batch_lateness_seconds",
            "How late the oldest event of a batch was.",
            buckets=LATE,
            registry=here,
        )
        self._lag = Gauge(
            "parley_due_lag_seconds", "How late the oldest event of the last batch was.", registry=here
        )
        self._commits = Counter("parley_commits", "Batches committed.", registry=here)
        self._executions = Counter(
            "parley_executions", "Executions by what became of them.", ["outcome"], registry=here
        )
        self._loop_at = Gauge(
            "parley_loop_timestamp_seconds", "When the engine's loop last went round.", registry=here
        )

    def went_round(self, now: datetime, batches: Sequence[Batch]) -> None:
        """The loop went round, and committed these batches, or found nothing."""
        self._loop_at.set(now.timestamp())
        self._lag.set(batches[-1].late if batches else 0)
        for batch in batches:
            self._commits.inc()
            self._events.observe(batch.events)
            self._seconds.observe(batch.seconds)
            self._late.observe(batch.late)
            for outcome in ("started", "completed", "failed"):
                self._executions.labels(outcome).inc(getattr(batch, outcome))

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self.registry)


def metrics_file(settings: Settings, pid: int) -> Path:
    """Where the worker beside a web server leaves its metrics for it."""
    folder = settings.data_dir / "metrics"
    folder.mkdir(exist_ok=True)
    return folder / f"{pid}.prom"


class _OutcomeCollector(Collector):
    """Effects and sends are counted where they happen; this only reads the counts."""

    def __init__(self, outcomes: Outcomes) -> None:
        self._outcomes = outcomes

    def collect(self) -> Iterator[CounterMetricFamily]:
        effects = CounterMetricFamily("parley_effects", "Attempts to call the outside.", labels=["outcome"])
        for call, count in self._outcomes.calls.items():
            effects.add_metric([call], count)
        sends = CounterMetricFamily("parley_sends", "Attempts to send a message.", labels=["outcome"])
        for send, count in self._outcomes.sends.items():
            sends.add_metric([send], count)
        yield from (effects, sends)
