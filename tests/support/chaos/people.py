"""The people who write: each talks through a few flows, answering what the ledger saw, and then somebody new comes."""

import asyncio
from collections import defaultdict
from itertools import count
from pathlib import Path
from random import Random

from chaos.flows import ANSWER
from chaos.journal import Call, Entry, Reader
from chaos.model import Conversation, Posting
from chaos.moods import dice
from chaos.posting import Post

TALKS = 3  # conversations of one person; more would meet WhatsApp's limit of messages to one person
LOOK = 0.03  # seconds
STYLES = {
    "prompt": ("long", 30),
    "both": ("long", 20),
    "half": ("long", 10),
    "silent": ("fast", 15),
    "racer": ("fast", 25),
}
"""How somebody answers, in which flow, and how often: each question at once; both replies at once; only the first; never;
at about the time the wait ends."""
RACE = (0.7, 1.4)  # of the wait's length


class Watch:
    """Follows the ledger's file and tells when a word of a conversation was called for the first time."""

    def __init__(self, path: Path) -> None:
        self._reader = Reader(path)
        self._words: defaultdict[str, dict[str, asyncio.Future[str]]] = defaultdict(dict)
        self.entries: list[Entry] = []

    async def run(self) -> None:
        """Read until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(LOOK)

    def look(self) -> None:
        """Read what is new."""
        for entry in self._reader.news():
            self.entries.append(entry)
            if isinstance(entry, Call) and entry.what == "send":
                word, ref = entry.text.split(" ")[:2]
                future = self._future(ref, word)
                if not future.done():
                    future.set_result(word)

    async def any_of(self, ref: str, *words: str) -> str:
        """The first of these words to be called."""
        futures = [self._future(ref, word) for word in words]
        done, _ = await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)
        return next(word for word, future in zip(words, futures, strict=True) if future in done)

    def _future(self, ref: str, word: str) -> asyncio.Future[str]:
        known = self._words[ref]
        if word not in known:
            known[word] = asyncio.get_running_loop().create_future()
        return known[word]


class People:
    """Keeps a number of conversations going until it is told to stop; `talks` holds them all."""

    def __init__(self, seed: int, post: Post, watch: Watch) -> None:
        self._seed, self._post, self._watch = seed, post, watch
        self._numbers = count(1)
        self.is_stopping = False
        self.talks: list[Conversation] = []

    async def come_and_go(self) -> None:
        """One place: a person after another."""
        while not self.is_stopping:
            number = next(self._numbers)
            for talk in range(TALKS):
                if not self.is_stopping:
                    await self._talk(number, talk)

    async def _talk(self, number: int, talk: int) -> None:
        rng = dice(self._seed, "person", number, talk)
        (style,) = rng.choices(list(STYLES), [weight for _, weight in STYLES.values()])
        kind = STYLES[style][0]
        ref, phone = f"{kind}:p{number}t{talk}", f"491701{number:06}"
        conversation = Conversation(phone, ref, Posting(ref, 0))
        self.talks.append(conversation)
        await self._say(conversation, conversation.start, rng)
        seen = await self._watch.any_of(ref, "question", "late", "bye")
        if seen == "question" and style != "silent":
            await self._answer(conversation, style, rng)
        await self._watch.any_of(ref, "bye")

    async def _answer(self, talk: Conversation, style: str, rng: Random) -> None:
        if style == "racer":
            await asyncio.sleep(ANSWER[talk.kind] * rng.uniform(*RACE))
        await self._reply(talk, rng)
        if style == "half":
            return
        if style == "both" or await self._watch.any_of(talk.ref, "thanks", "late", "bye") == "thanks":
            await self._reply(talk, rng)

    async def _reply(self, talk: Conversation, rng: Random) -> None:
        reply = Posting(f"r{len(talk.replies) + 1}/{talk.ref}", 0)
        talk.replies.append(reply)
        await self._say(talk, reply, rng)

    async def _say(self, talk: Conversation, posting: Posting, rng: Random) -> None:
        await self._post.message(f"+{talk.phone}", posting, f"wamid.in.{posting.text}", rng)
