"""Settings, read once from the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import msgspec
from platformdirs import user_data_path

from engine.errors import ParleyError
from engine.ports import Secret

META_GRAPH_URL = "https://graph.facebook.com"
ROOT = Path(__file__).parent.parent
SHORTEST_KEY = 16
LONGEST_RETENTION = 36_500


class SettingsRefused(ParleyError):
    """An environment variable holds something that cannot be used."""

    code = "settings_refused"


class Settings(msgspec.Struct, frozen=True):
    """What an installation may choose; `database_url` None means the embedded Postgres."""

    data_dir: Path
    secret_keys: tuple[Secret, ...]
    database_url: Secret | None = None
    redis_url: Secret | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    graph_api_url: str = META_GRAPH_URL
    send_grace: float = 30.0
    metrics_token: Secret | None = None
    retention_days: int = 90
    public_url: str | None = None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in the environment; makes the data directory, and a secret key in it when none is given."""
    data_dir = Path(environ.get("PARLEY_DATA_DIR") or _usual_data_dir()).expanduser().absolute()
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Settings(
        data_dir=data_dir,
        secret_keys=_given_keys(environ.get("PARLEY_SECRET_KEY", ""))
        or (_kept_key(data_dir / "secret.key"),),
        database_url=_secret(environ.get("PARLEY_DATABASE_URL")),
        redis_url=_redis_url(environ.get("PARLEY_REDIS_URL")),
        metrics_token=_secret(environ.get("PARLEY_METRICS_TOKEN")),
        host=environ.get("PARLEY_HOST") or "127.0.0.1",
        port=_port(environ.get("PARLEY_PORT") or "8000"),
        retention_days=_days(environ.get("PARLEY_RETENTION_DAYS") or "90"),
        send_grace=_seconds(environ.get("PARLEY_SEND_GRACE") or "30"),
        public_url=_public_url(environ.get("PARLEY_PUBLIC_URL") or ""),
        graph_api_url=(environ.get("PARLEY_GRAPH_API_URL") or META_GRAPH_URL).rstrip("/"),
    )


def _public_url(text: str) -> str | None:
    """Where the world reaches this installation; WhatsApp fetches files from there by https only."""
    if not text:
        return None
    if not re.fullmatch(r"https://[\w.-]+(:\d+)?(/[\w./~-]*)?", text, re.ASCII):
        raise SettingsRefused("PARLEY_PUBLIC_URL is an address such as https://parley.example.com.")
    return text.rstrip("/")


def _usual_data_dir() -> Path:
    """`.parley` in a checkout, else the user's data folder."""
    in_checkout = (ROOT / "pyproject.toml").is_file()
    return ROOT / ".parley" if in_checkout else user_data_path("parley", appauthor=False)


def _given_keys(text: str) -> tuple[Secret, ...]:
    """Keys parted by commas: the first one seals, the others only open what was sealed before."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    if any(len(key) < SHORTEST_KEY for key in keys):
        raise SettingsRefused(f"PARLEY_SECRET_KEY is too short: use at least {SHORTEST_KEY} characters.")
    return tuple(map(Secret, keys))


def _kept_key(path: Path) -> Secret:
    """The key in the data directory; made at the first start, whole or not at all, readable by its owner only."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was quicker; its key is the key
        finally:
            draft.unlink()
    return Secret(path.read_text().strip())


def _secret(text: str | None) -> Secret | None:
    return Secret(text) if text else None


def _redis_url(text: str | None) -> Secret | None:
    if text and not text.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsRefused("PARLEY_REDIS_URL begins with redis://, rediss:// or unix://.")
    return _secret(text)


def _seconds(text: str) -> float:
    if not text.isdecimal() or int(text) < 1:
        raise SettingsRefused(f"PARLEY_SEND_GRACE is '{text}': use whole seconds, at least 1.")
    return float(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= LONGEST_RETENTION:
        raise SettingsRefused(
            f"PARLEY_RETENTION_DAYS is '{text}': use whole days, from 1 to {LONGEST_RETENTION:,}."
        )
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingsRefused(f"PARLEY_PORT is '{text}': use a number from 1 to 65535.")
    return int(text)
