"""Which lanes a worker is thinking about, in a file that outlives it: how a lane that kills workers is found.

A crash or a hang rolls back everything its transaction knew, so the note is kept outside of the database. The file is
locked by the living; whoever can lock it has found a dead worker's note.
"""

import fcntl
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from api.settings import Settings

DEATHS_ALLOWED = 3
"""A lane loses the event at its head once so many workers have died with that event there."""

Suspect = tuple[int, int]
"""A lane and the event at its head. Deaths count for both together: once the event is gone the lane is as good as any other."""

_suspects = msgspec.json.Decoder(list[tuple[Suspect, int]])


class Marks:
    """This worker's note: what it is thinking about, with the number of workers that each has killed so far."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._path = folder / f"{os.getpid()}-{uuid.uuid4().hex}.mark"
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def set(self, suspects: Mapping[Suspect, int]) -> None:
        """Note the lanes that are about to be handled."""
        text = msgspec.json.encode(list(suspects.items()))
        os.pwrite(self._file, text, 0)
        os.ftruncate(self._file, len(text))

    def clear(self) -> None:
        """The lanes were handled."""
        os.ftruncate(self._file, 0)

    def take_over(self) -> dict[Suspect, int]:
        """What dead workers were at, with the deaths it may be blamed for; their notes are gone afterwards."""
        notes = [_left_behind(path) for path in self._folder.glob("*.mark") if path != self._path]
        return blame(notes)

    def close(self) -> None:
        """Leave nothing behind."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def blame(notes: Iterable[Sequence[tuple[Suspect, int]]]) -> dict[Suspect, int]:
    """The deaths that each suspect may be blamed for by the notes of dead workers.

    Of a batch nobody knows which lane it was, so it makes each suspect once and never more: only a lane that was run alone
    is blamed again. Else a customer beside a deadly event would be set aside with it.
    """
    found: dict[Suspect, int] = {}
    for note in notes:
        for suspect, deaths in note:
            blamed = deaths + 1 if len(note) == 1 else max(deaths, 1)
            found[suspect] = max(found.get(suspect, 0), blamed)
    return found


def marks_folder(settings: Settings) -> Path:
    """Where the workers of this data directory keep their notes."""
    return settings.data_dir / "marks"


def _left_behind(path: Path) -> list[tuple[Suspect, int]]:
    """What a dead worker's note says; empty when its worker lives."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return []
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.fstat(file).st_nlink:
            return []  # another worker has taken it over since we opened it
        text = os.read(file, 1 << 20)
        path.unlink(missing_ok=True)
        return _suspects.decode(text) if text else []
    except BlockingIOError:
        return []
    except msgspec.DecodeError:  # killed in the middle of writing: the batch had not begun
        return []
    finally:
        os.close(file)
