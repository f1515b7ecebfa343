"""A shelf keeps what was used lately, and says what is wanted."""

import pytest

from api.runtime.shelf import NotAtHand, Shelf


def test_what_is_not_there_is_wanted_until_it_is_put() -> None:
    shelf: Shelf[int, str] = Shelf(10)
    for key in (2, 1, 2):
        with pytest.raises(NotAtHand):
            shelf[key]
    assert list(shelf.wanted) == [2, 1]
    shelf.put(2, "two", 1)
    assert (shelf[2], list(shelf.wanted)) == ("two", [1])
    assert shelf.peek(3) is None
    assert list(shelf.wanted) == [1]  # nobody needs what is only looked at


def test_what_was_not_used_for_the_longest_time_makes_room() -> None:
    shelf: Shelf[int, str] = Shelf(10)
    for key in range(5):
        shelf.put(key, "value", 2)
        shelf.turn()
    assert shelf[0] == "value"
    shelf.put(5, "value", 2)
    shelf.turn()
    assert sorted(shelf) == [0, 3, 4, 5]  # two went, so that the next one finds room too
    assert shelf.weight == 8


def test_what_the_last_turns_used_stays_whatever_it_weighs() -> None:
    shelf: Shelf[int, str] = Shelf(10)
    for key in (1, 2):
        shelf.put(key, "value", 20)
        shelf.turn()
    shelf.turn()
    assert sorted(shelf) == [2]
    shelf.turn()
    assert not shelf
    assert shelf.weight == 0


def test_a_value_that_is_put_again_counts_once() -> None:
    shelf: Shelf[int, str] = Shelf(10)
    shelf.put(1, "old", 4)
    shelf.put(1, "new", 3)
    assert (shelf[1], shelf.weight) == ("new", 3)
