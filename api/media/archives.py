"""Looks into a zip archive without trusting it: how much is read and kept has a limit, whatever the archive says of itself."""

import io
import os
import zipfile
from pathlib import Path

MAX_ENTRIES = 20_000
MAX_DIRECTORY = 4_000_000
"""Bytes of the table of contents; that of a large document has some ten thousand."""
_ENTRY = b"PK\x01\x02"


def names_in(path: Path) -> list[str]:
    """The names of the files in it; none when it is no archive or lists too many."""
    try:
        with _Sparing(path) as file, zipfile.ZipFile(file) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


class _Sparing(io.FileIO):
    """A file that refuses to be read in larger parts than a table of contents, or one that lists too much."""

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, os.fstat(self.fileno()).st_size - self.tell())
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > MAX_DIRECTORY:
            raise OSError("the table of contents is too large")
        part = super().read(wanted) or b""
        if part.count(_ENTRY) > MAX_ENTRIES:
            raise OSError("the table of contents is too long")
        return part
