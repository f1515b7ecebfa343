"""How the ledger treats a call: drawn from the seed, the key and how often it came, so a run's bad luck can be repeated."""

from hashlib import blake2b
from random import Random

from chaos.journal import Fate

PATIENT = 2
"""From this call of a key on the ledger behaves: the product gives a send up after three unknown outcomes."""

SENDS: dict[Fate, int] = {
    "answered": 900,
    "slow": 40,
    "silent": 12,
    "cut": 8,
    "gateway_taken": 8,
    "gateway_lost": 6,
    "trouble": 15,
    "contact_limit": 10,
    "account_limit": 1,
}
BOOKINGS: dict[Fate, int] = {
    "answered": 900,
    "slow": 40,
    "silent": 15,
    "cut": 15,
    "gateway_taken": 10,
    "gateway_lost": 10,
    "account_limit": 10,
}
TAKEN: frozenset[Fate] = frozenset({"answered", "slow", "silent", "cut", "gateway_taken"})
"""The customer has the message, the table is booked; whether the caller learns it is another matter."""
REFUSED: frozenset[Fate] = frozenset({"trouble", "contact_limit", "account_limit"})
"""A clear no: the caller may try again, and nothing is unknown."""
TOLD: frozenset[Fate] = frozenset({"answered", "slow"})
LONGEST = 5.0  # seconds of a slow answer; some are longer than the product's grace


def dice(seed: int, *names: object) -> Random:
    """The same dice for the same names in every process."""
    text = ":".join(map(str, (seed, *names)))
    return Random(int.from_bytes(blake2b(text.encode(), digest_size=8).digest()))


def fate_of(rng: Random, what: str, nth: int) -> Fate:
    """What happens to the `nth` call of a key, counted from 0."""
    table = SENDS if what == "send" else BOOKINGS
    if nth >= PATIENT:
        return "answered"
    return rng.choices(list(table), list(table.values()))[0]
