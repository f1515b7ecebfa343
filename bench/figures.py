"""Latencies as two numbers."""

import math

import msgspec


class Latency(msgspec.Struct):
    """Milliseconds."""

    p50: float
    p99: float


def latency(seconds: list[float]) -> Latency:
    """The median and the 99th percentile."""
    ordered = sorted(seconds) or [math.nan]
    return Latency(*(1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.99)))
