"""The notes of dead workers are found, counted and cleared; those of the living are left alone."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.runtime.marks import Marks

DIES_THINKING = """
import os, signal, sys
from pathlib import Path
from api.runtime.marks import Marks
marks = Marks(Path(sys.argv[1]))
marks.set({(int(lane), 10 * int(lane)): int(deaths) for lane, deaths in (pair.split(":") for pair in sys.argv[2:])})
os.kill(os.getpid(), signal.SIGKILL)
"""


def die_thinking(folder: Path, *lanes: str) -> None:
    """A worker dies at these lanes, written as `lane:deaths so far`, with event 70 at the head of lane 7 and so on."""
    ended = subprocess.run([sys.executable, "-c", DIES_THINKING, str(folder), *lanes], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_a_dead_workers_lane_is_taken_over_once_with_one_more_death(tmp_path: Path) -> None:
    die_thinking(tmp_path, "7:1")
    heir = Marks(tmp_path)
    assert heir.take_over() == {(7, 70): 2}
    assert heir.take_over() == {}
    heir.close()
    assert os.listdir(tmp_path) == []


def test_a_lane_is_blamed_once_for_deaths_it_shared_with_others(tmp_path: Path) -> None:
    for _ in range(3):
        die_thinking(tmp_path, "7:2", "8:0", "9:1")
    heir = Marks(tmp_path)
    assert heir.take_over() == {(7, 70): 2, (8, 80): 1, (9, 90): 1}
    heir.close()


def test_a_living_workers_lanes_are_its_own(tmp_path: Path) -> None:
    busy, other = Marks(tmp_path), Marks(tmp_path)
    busy.set({(1, 10): 0})
    assert other.take_over() == {}
    busy.close()
    other.close()


def test_a_note_torn_by_death_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "torn.mark").write_bytes(b"[[[1,")
    heir = Marks(tmp_path)
    assert heir.take_over() == {}
    heir.close()


def test_the_longest_history_of_a_lane_counts_whatever_note_it_is_in(tmp_path: Path) -> None:
    die_thinking(tmp_path, "7:1")
    die_thinking(tmp_path, "7:0", "8:0")
    heir = Marks(tmp_path)
    assert heir.take_over() == {(7, 70): 2, (8, 80): 1}
    heir.close()


def test_a_note_that_another_has_just_taken_over_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_thinking(tmp_path, "7:0")
    quick, slow = Marks(tmp_path), Marks(tmp_path)
    lock, found = fcntl.flock, []

    def lock_late(file: int, operation: int) -> None:
        """The quick worker takes the note over after the slow one has opened it and before it has locked it."""
        monkeypatch.setattr(fcntl, "flock", lock)
        found.append(quick.take_over())
        lock(file, operation)

    monkeypatch.setattr(fcntl, "flock", lock_late)
    found.append(slow.take_over())
    assert sorted(found, key=len) == [{}, {(7, 70): 1}]
    quick.close()
    slow.close()
