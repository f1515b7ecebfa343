"""What went in and came out of a step: beside the step while it is short, else in a table of its own, where lists never read it."""

from collections.abc import Sequence
from typing import Any

import msgspec

from engine.model import Step
from storage import statements
from storage.connection import Connection
from storage.enums import StepPart

LARGE = 16 * 1024
"""Bytes of JSON up to which a text stays in the step's row."""
SURELY_SHORT = LARGE // 4  # characters: none takes more than four bytes


def set_aside(step: Step, texts: list[tuple[Any, ...]]) -> Step:
    """The step as its row holds it: a large text is put with `texts` and leaves its size in bytes, a bare number, behind."""
    if len(step.input) + len(step.output) <= SURELY_SHORT:
        return step
    for part in StepPart:
        text: str = getattr(step, part)
        size = len(text.encode())
        if size > LARGE:
            texts.append((step.execution_id, step.n, part, text, step.finished_at))
            step = msgspec.structs.replace(step, **{part: str(size)})
    return step


async def keep(connection: Connection, texts: Sequence[tuple[Any, ...]]) -> None:
    """Store the texts that were set aside, in the transaction of their steps."""
    if texts:
        await connection.execute(statements.KEEP_TEXTS, *map(list, zip(*texts, strict=True)))
