"""What the routes work with, made in one place and passed in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from api.flows.live import LiveFlows
from api.flows.simulations import Simulations
from api.passwords import Passwords
from api.runtime.redis_bell import RedisBell
from api.settings import Settings
from api.tokens import Tokens
from engine.registry import Registry
from engine.verifier.recheck import Rechecker
from storage.connection import Connection
from storage.secrets import Vault


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything a route may need.

    `clock` gives the time in UTC, and `follow_clock` corrects it by the database's. `wake` tells the engine that an event is due, `wake_sender` the sender that a message
    is; forgetting it costs latency only, because both also poll. `redis` carries such rings between processes, where there is one.
    `worker_metrics` are those of the worker that runs beside the web server.
    """

    settings: Settings
    registry: Registry
    vault: Vault
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    follow_clock: Callable[[Connection], Awaitable[None]] | None = None
    wake: Callable[[], None] = lambda: None
    wake_sender: Callable[[], None] = lambda: None
    redis: RedisBell | None = None
    worker_metrics: Callable[[], bytes] = lambda: b""
    passwords: Passwords = field(default_factory=Passwords)

    @cached_property
    def checker(self) -> Rechecker:
        """Checks flows; one for all, so that it remembers."""
        return Rechecker(self.registry)

    @cached_property
    def simulations(self) -> Simulations:
        """Runs simulations, a few at a time; one for all, so that it remembers."""
        return Simulations(self.checker, self.live_flows)

    @cached_property
    def live_flows(self) -> LiveFlows:
        """Reads live flows; one for all, so that it remembers."""
        return LiveFlows(self.checker)

    @cached_property
    def tokens(self) -> Tokens:
        """Access and refresh tokens, signed with this installation's key."""
        return Tokens(self.vault)
