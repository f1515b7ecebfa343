"""Raises into the code that a thread runs."""

import ctypes
import threading

from engine.errors import NodeInterrupted


def interrupt(thread: threading.Thread) -> None:
    """Raise NodeInterrupted there, at its next instruction of Python; a thread that has not begun is left alone."""
    if thread.ident is not None:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(NodeInterrupted)
        )
