"""Which faults strike how often, and the one function that is asked at every await and commit."""

from random import Random

import msgspec

STATEMENT = 0.002
"""The chance of each kind of fault at one point, before the scale of the seed."""


class Faults(msgspec.Struct, kw_only=True):
    """How often what goes wrong; all of it stops when `is_over`."""

    crash: float = STATEMENT
    lost: float = STATEMENT
    freeze: float = STATEMENT
    crash_at: frozenset[int] = frozenset()
    slow_vendor: float = 0.1
    ambiguous: float = 0.08
    refused: float = 0.03
    unavailable: float = 0.05
    storm: float = 0.3
    lost_ring: float = 0.3
    skew: float = 0.0
    duplicate: float = 0.2
    late: float = 0.2
    meddling: float = 0.0
    is_over: bool = False

    @classmethod
    def of(cls, rng: Random) -> "Faults":
        """A mixture: many seeds are mild, so that what only happens in peace is seen too."""
        scale = rng.choice((0.0, 0.5, 1.0, 2.0, 4.0))
        chance = STATEMENT * scale
        return cls(
            crash=chance,
            lost=chance,
            freeze=chance,
            slow_vendor=rng.choice((0.0, 0.1, 0.4, 0.9)),
            ambiguous=rng.choice((0.0, 0.1, 0.4)),
            refused=rng.choice((0.0, 0.1, 0.3)),
            unavailable=rng.choice((0.0, 0.1)),
            storm=rng.choice((0.0, 0.3, 0.6)),
            lost_ring=rng.choice((0.0, 0.3, 1.0)),
            skew=rng.choice((0.0, 0.0, 2.0, 600.0)),
            duplicate=rng.choice((0.0, 0.3)),
            late=rng.choice((0.0, 0.3)),
            meddling=rng.choice((0.0, 0.0, 0.5)),
        )

    def strike(self, rng: Random, number: int) -> str | None:
        """What happens at this point, the number-th of the run: `crash`, `lost`, `freeze` or nothing."""
        if self.is_over:
            return None
        if number in self.crash_at:
            return "crash"
        chance = rng.random()
        for name in ("crash", "lost", "freeze"):
            chance -= getattr(self, name)
            if chance < 0:
                return name
        return None
