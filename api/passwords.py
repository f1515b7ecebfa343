"""Passwords: slow hashes, computed off the event loop and only two at a time."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

import bcrypt

ROUNDS = 12
AT_ONCE = 2
MOST_WAITING = 40

T = TypeVar("T")


class TooBusy(Exception):
    """Too many people sign in at once."""


class Passwords:
    """Makes and checks bcrypt hashes. `rounds` doubles the work with each step; tests take few."""

    def __init__(self, rounds: int = ROUNDS) -> None:
        self._rounds = rounds
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        # A well-formed hash that no password has: unknown people cost as much time as known ones.
        self._nobody = f"$2b${rounds:02d}${'.' * 53}"

    async def hash(self, password: str) -> str:
        """The hash to store."""
        salt = bcrypt.gensalt(self._rounds)
        return (await self._slowly(lambda: bcrypt.hashpw(_prehash(password), salt))).decode()

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether the password belongs to the hash; None (nobody) takes as long and is False."""
        against = (stored or self._nobody).encode()
        return await self._slowly(lambda: bcrypt.checkpw(_prehash(password), against)) and stored is not None

    async def _slowly(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise TooBusy
        self._waiting += 1
        try:
            async with self._places:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


def _prehash(password: str) -> bytes:
    """bcrypt refuses more than 72 bytes, and an emoji is four: hash to 44 first."""
    return b64encode(sha256(password.encode()).digest())
