"""A node package that does away with the worker that runs it: a real crash in the middle of a batch, at a known place."""

import os
import signal
from pathlib import Path
from typing import Literal

from parley import Context, Node


class Strike(Node, tag="deadly.strike"):
    """Send this process a signal when the message is `strike`; with `once`, only the first process that comes here."""

    group = "Deadly"
    signal: Literal["SIGKILL", "SIGSTOP"] = "SIGKILL"
    once: bool = True

    def run(self, ctx: Context) -> str:
        """Strike, or go on."""
        if ctx.scope["message"]["text"] == "strike" and not (self.once and was_struck()):
            os.kill(os.getpid(), getattr(signal, self.signal))
        return "out"


def was_struck() -> bool:
    """Whether a process was struck before; the first to ask leaves its id."""
    try:
        with (Path(os.environ["PARLEY_DATA_DIR"]) / "struck").open("x") as note:
            note.write(str(os.getpid()))
    except FileExistsError:
        return True
    return False


NODES = (Strike,)
