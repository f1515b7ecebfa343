"""The vault: sealed for one place, opened by any of its keys."""

import pytest

from engine.ports import Secret
from storage.secrets import SecretUnreadable, Vault

OLD, NEW = Secret("the key of last year"), Secret("the key of this year")


def test_what_was_sealed_with_the_old_key_opens_after_a_change() -> None:
    sealed = Vault([OLD]).seal("hush", "account:token:1")
    assert "hush" not in sealed
    assert Vault([NEW, OLD]).open(sealed, "account:token:1") == Secret("hush")


def test_without_its_key_or_in_another_place_it_stays_shut() -> None:
    sealed = Vault([OLD]).seal("hush", "account:token:1")
    for keys, place in (([NEW], "account:token:1"), ([OLD], "account:token:2")):
        with pytest.raises(SecretUnreadable):
            Vault(keys).open(sealed, place)
