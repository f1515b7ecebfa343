"""Which lanes a worker is thinking about, in a file that outlives it: how a lane that kills workers is found.

A crash or a hang rolls back everything its transaction knew, so the note is kept outside of the database. The file is
locked by the living; whoever can lock it has found a dead worker's note. It stays for all to see until each of its lanes was
run alone: known to one worker only, a deadly lane would meanwhile kill the next that takes it unwarned.
"""

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from api.settings import Settings

DEATHS_ALLOWED = 3
"""A lane loses the event at its head once so many workers have died with that event there."""

Suspect = tuple[int, int]
"""A lane and the event at its head. Deaths count for both together: once the event is gone the lane is as good as any other."""


class Note(msgspec.Struct, array_like=True):
    """What one worker is at, with the number of workers that each has killed so far."""

    suspects: list[tuple[Suspect, int]]
    is_batch: bool

    def without(self, suspect: Suspect) -> "Note":
        """What is left of it. It stays a batch's note: those left are not to blame because others were cleared."""
        return Note([each for each in self.suspects if each[0] != suspect], self.is_batch)


def note_of(suspects: Mapping[Suspect, int]) -> Note:
    """The note of a worker about to handle these lanes."""
    return Note(list(suspects.items()), len(suspects) > 1)


_note = msgspec.json.Decoder(Note)


class Marks:
    """This worker's note: what it is thinking about, with the number of workers that each has killed so far."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._path = folder / f"{os.getpid()}-{uuid.uuid4().hex}.mark"
        unlocked = self._path.with_suffix(".new")
        self._file = os.open(unlocked, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        unlocked.rename(self._path)  # seen only once it is locked

    def set(self, suspects: Mapping[Suspect, int]) -> None:
        """Note the lanes that are about to be handled."""
        text = msgspec.json.encode(note_of(suspects))
        os.pwrite(self._file, text, 0)
        os.ftruncate(self._file, len(text))

    def clear(self) -> None:
        """The lanes were handled."""
        os.ftruncate(self._file, 0)

    def left_behind(self) -> dict[Suspect, int]:
        """What dead workers were at, with the deaths it may be blamed for."""
        return blame(note for _, note in self._of_the_dead())

    def acquit(self, suspect: Suspect) -> None:
        """It was run alone: no note of a dead worker speaks of it any more."""
        for path, note in self._of_the_dead():
            rest = note.without(suspect)
            if rest != note:
                fresh = self._path.with_suffix(".rest")
                fresh.write_bytes(msgspec.json.encode(rest))
                fresh.replace(path)  # whoever reads it now reads the old one to its end

    def _of_the_dead(self) -> Iterator[tuple[Path, Note]]:
        for path in self._folder.glob("*.mark"):
            if path != self._path and (note := _read_if_dead(path)) is not None:
                yield path, note

    def close(self) -> None:
        """Leave nothing behind."""
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def blame(notes: Iterable[Note]) -> dict[Suspect, int]:
    """The deaths that each suspect may be blamed for by the notes of dead workers.

    Of a batch nobody knows which lane it was, so it makes each suspect once and never more: only a lane that was run alone
    is blamed again. Else a customer beside a deadly event would be set aside with it.
    """
    found: dict[Suspect, int] = {}
    for note in notes:
        for suspect, deaths in note.suspects:
            blamed = max(deaths, 1) if note.is_batch else deaths + 1
            found[suspect] = max(found.get(suspect, 0), blamed)
    return found


def marks_folder(settings: Settings) -> Path:
    """Where the workers of this data directory keep their notes."""
    return settings.data_dir / "marks"


def _read_if_dead(path: Path) -> Note | None:
    """What a dead worker's note says; None when its worker lives. A note that says nothing is removed."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        text = os.read(file, 1 << 20)
    except BlockingIOError:
        return None
    finally:
        os.close(file)
    with contextlib.suppress(msgspec.DecodeError):  # killed in the middle of writing: the batch had not begun
        if (note := _note.decode(text)).suspects:
            return note
    path.unlink(missing_ok=True)
    return None
