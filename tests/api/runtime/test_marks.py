"""The notes of dead workers are found, counted and cleared; those of the living are left alone."""

import os
from pathlib import Path

from dying import die_thinking

from api.runtime.marks import Marks


def test_every_worker_sees_what_a_dead_one_was_at_until_it_was_run_alone(tmp_path: Path) -> None:
    die_thinking(tmp_path, "7:70:1", "8:80:1")
    heir, other = Marks(tmp_path), Marks(tmp_path)
    assert heir.left_behind() == other.left_behind() == {(7, 70): 1, (8, 80): 1}
    heir.acquit((7, 70))
    assert heir.left_behind() == other.left_behind() == {(8, 80): 1}
    other.acquit((8, 80))
    assert heir.left_behind() == other.left_behind() == {}
    heir.close()
    other.close()
    assert os.listdir(tmp_path) == []


def test_a_lane_is_blamed_once_for_deaths_it_shared_with_others(tmp_path: Path) -> None:
    for _ in range(3):
        die_thinking(tmp_path, "7:70:2", "8:80:0", "9:90:1")
    heir = Marks(tmp_path)
    assert heir.left_behind() == {(7, 70): 2, (8, 80): 1, (9, 90): 1}
    heir.close()


def test_a_living_workers_lanes_are_its_own(tmp_path: Path) -> None:
    busy, other = Marks(tmp_path), Marks(tmp_path)
    busy.set({(1, 10): 0})
    assert other.left_behind() == {}
    busy.close()
    other.close()


def test_a_note_torn_by_death_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "torn.mark").write_bytes(b"[[[1,")
    heir = Marks(tmp_path)
    assert heir.left_behind() == {}
    heir.close()


def test_the_longest_history_of_a_lane_counts_whatever_note_it_is_in(tmp_path: Path) -> None:
    die_thinking(tmp_path, "7:70:1")
    die_thinking(tmp_path, "7:70:0", "8:80:0")
    heir = Marks(tmp_path)
    assert heir.left_behind() == {(7, 70): 2, (8, 80): 1}
    heir.close()
