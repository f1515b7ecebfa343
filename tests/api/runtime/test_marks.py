"""The notes of dead workers are found, counted and cleared; those of the living are left alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from api.runtime.marks import Marks

DIES_THINKING = """
import os, signal, sys
from pathlib import Path
from api.runtime.marks import Marks
marks = Marks(Path(sys.argv[1]))
marks.set({7: int(sys.argv[2]), 8: 0})
os.kill(os.getpid(), signal.SIGKILL)
"""


def die_thinking(folder: Path, deaths: int) -> None:
    ended = subprocess.run([sys.executable, "-c", DIES_THINKING, str(folder), str(deaths)], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_a_dead_workers_lanes_are_taken_over_once_with_one_more_death(tmp_path: Path) -> None:
    die_thinking(tmp_path, deaths=1)
    heir = Marks(tmp_path)
    assert heir.take_over() == {7: 2, 8: 1}
    assert heir.take_over() == {}
    heir.close()
    assert os.listdir(tmp_path) == []


def test_a_living_workers_lanes_are_its_own(tmp_path: Path) -> None:
    busy, other = Marks(tmp_path), Marks(tmp_path)
    busy.set({1: 0})
    assert other.take_over() == {}
    busy.close()
    other.close()


def test_a_note_torn_by_death_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "torn.mark").write_bytes(b'{"1":')
    heir = Marks(tmp_path)
    assert heir.take_over() == {}
    heir.close()


def test_every_death_counts_whatever_note_it_is_in(tmp_path: Path) -> None:
    die_thinking(tmp_path, deaths=1)
    die_thinking(tmp_path, deaths=0)
    heir = Marks(tmp_path)
    assert heir.take_over() == {7: 3, 8: 2}
    heir.close()
