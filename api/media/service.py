"""Takes a file in: bytes to the disk while they come, then its kind, its size and its row."""

import hashlib
import os
import secrets
import unicodedata
from asyncio import to_thread
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from api.errors import Problem
from api.media.sniffing import FORMATS, LIMITS, MB, MediaKind, sniff
from api.permissions import Principal
from api.services import Services
from api.settings import Settings
from storage.media import MediaRow, NewMedia, add_media, stored_size

MAX_NAME = 200
TOKEN_BYTES = 24
QUOTA = 2_000 * MB
"""For all files of an owner."""


def folder_of(settings: Settings) -> Path:
    """Where the files lie."""
    return settings.data_dir / "media"


async def take_in(
    services: Services, principal: Principal, chunks: AsyncIterator[bytes], wanted: MediaKind, name: str
) -> MediaRow:
    """Store a file of this kind. Problem when it is too large, or is something else, or the owner's room is used up."""
    room = QUOTA - await stored_size(principal.owner_id)
    folder = folder_of(services.settings)
    folder.mkdir(mode=0o700, exist_ok=True)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    path = folder / token
    try:
        size, sha256 = await _write(path, chunks, wanted, room)
        found = await to_thread(sniff, path)
        if found is None or found.kind != wanted:
            raise Problem(
                422,
                "unfit_media",
                f"This is no {WORDS[wanted]} that WhatsApp takes: use {FORMATS[wanted]}. What counts is what is in the file, not its name.",
            )
        new = NewMedia(token, found.kind, found.mime_type, size, sha256, tidy_name(name))
        row = await add_media(principal.owner_id, new, QUOTA, services.clock())
        if row is None:
            raise _no_room()
        return row
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


WORDS: dict[MediaKind, str] = {
    "image": "picture",
    "video": "video",
    "audio": "audio",
    "document": "document",
}


async def _write(path: Path, chunks: AsyncIterator[bytes], wanted: MediaKind, room: int) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with _new_file(path) as file:
        async for chunk in chunks:
            size += len(chunk)
            _check_size(size, wanted, room)
            digest.update(chunk)
            await to_thread(file.write, chunk)
    return size, digest.hexdigest()


def _check_size(size: int, wanted: MediaKind, room: int) -> None:
    if size > (limit := LIMITS[wanted]):
        raise Problem(
            413,
            "media_too_large",
            f"The file is too large: WhatsApp takes a {WORDS[wanted]} of up to {limit // MB} MB.",
        )
    if size > room:
        raise _no_room()


def _no_room() -> Problem:
    """The owner's files are too large together."""
    return Problem(
        413,
        "media_quota",
        f"There is no room left for this file: all uploaded files together may have {QUOTA // MB:,} MB. Use a link to a file elsewhere.",
    )


def _new_file(path: Path) -> BinaryIO:
    """A file that only this user may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def tidy_name(name: str) -> str:
    """The name people see: its last part, printable, and not too long. It never becomes a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    return printable[-MAX_NAME:] or "file"
