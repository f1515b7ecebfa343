"""A shelf keeps what was used lately, and says what is wanted."""

import pytest

from api.runtime.shelf import SPARED, NotAtHand, Shelf


class Hand:
    """A stopwatch that is moved by hand."""

    time = 0.0

    def __call__(self) -> float:
        return self.time


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
    hand = Hand()
    shelf: Shelf[int, str] = Shelf(10, hand)
    for key in range(6):
        shelf.put(key, "value", 2)
        hand.time += 1
    assert shelf[0] == "value"
    hand.time += SPARED
    shelf.make_room()
    assert sorted(shelf) == [0, 3, 4, 5]  # two went, so that the next one finds room too
    assert shelf.weight == 8


def test_what_was_used_or_put_lately_stays_whatever_it_weighs() -> None:
    hand = Hand()
    shelf: Shelf[int, str] = Shelf(10, hand)
    shelf.put(1, "value", 20)
    hand.time += SPARED
    shelf.put(2, "value", 20)
    shelf.make_room()
    assert sorted(shelf) == [2]
    hand.time += SPARED - 1
    shelf.make_room()
    assert sorted(shelf) == [2]
    hand.time += 1
    shelf.make_room()
    assert (len(shelf), shelf.weight) == (0, 0)


def test_a_value_that_is_put_again_counts_once() -> None:
    shelf: Shelf[int, str] = Shelf(10)
    shelf.put(1, "old", 4)
    shelf.put(1, "new", 3)
    assert (shelf[1], shelf.weight) == ("new", 3)
