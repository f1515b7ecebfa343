"""Settings from the environment, and the secret key that is made when none is given."""

import stat
from pathlib import Path

import pytest

from api.settings import SettingsRefused, read_settings


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    environ = {"PARLEY_DATA_DIR": str(tmp_path / "data")}
    first, second = read_settings(environ), read_settings(environ)
    assert first.secret_keys == second.secret_keys
    key = tmp_path / "data/secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in key.parent.iterdir()] == ["secret.key"]


def test_settings_show_no_secret(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "PARLEY_DATA_DIR": str(tmp_path),
            "PARLEY_SECRET_KEY": "the newest key of all, the key before that one",
            "PARLEY_DATABASE_URL": "postgresql://me:hidden@host/db",
        }
    )
    assert len(settings.secret_keys) == 2
    assert not any(word in repr(settings) for word in ("newest", "before", "hidden"))
    assert not (tmp_path / "secret.key").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"PARLEY_PORT": "x"}, {"PARLEY_PORT": "70000"}, {"PARLEY_SECRET_KEY": "short"}]
    + [
        {"PARLEY_PUBLIC_URL": url}
        for url in ("parley.example.com", "http://x.example", "https://", "https://a b")
    ]
    + [{"PARLEY_RETENTION_DAYS": days} for days in ("0", "-1", "x", "36501")],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match="PARLEY_"):
        read_settings({"PARLEY_DATA_DIR": str(tmp_path)} | wrong)
