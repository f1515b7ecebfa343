"""What a file is, told by its bytes: its name and what the browser says of it may be anything."""

from pathlib import Path
from typing import Literal, NamedTuple

from api.media.archives import names_in

MediaKind = Literal["image", "video", "audio", "document"]

MB = 1_000_000
# https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media#supported-media-types
LIMITS: dict[MediaKind, int] = {"image": 5 * MB, "video": 16 * MB, "audio": 16 * MB, "document": 100 * MB}
LARGEST = max(LIMITS.values())

FORMATS: dict[MediaKind, str] = {
    "image": "JPEG or PNG",
    "video": "MP4 or 3GP",
    "audio": "MP3, M4A, AAC, AMR or OGG with Opus",
    "document": "PDF, Word, Excel, PowerPoint or plain text",
}
OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
HEAD = 4096


class Sniffed(NamedTuple):
    """A kind of message and a media type."""

    kind: MediaKind
    mime_type: str


def sniff(path: Path) -> Sniffed | None:
    """What the file is, if WhatsApp takes such files."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return _by_first_bytes(head) or _film(head) or _office(path, head) or _text(path, head)


def _by_first_bytes(head: bytes) -> Sniffed | None:
    match head:
        case _ if head.startswith(b"\xff\xd8\xff"):
            return Sniffed("image", "image/jpeg")
        case _ if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return Sniffed("image", "image/png")
        case _ if head.startswith(b"%PDF-"):
            return Sniffed("document", "application/pdf")
        case _ if head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
            return Sniffed("audio", "audio/mpeg")
        case _ if head[:2] in (b"\xff\xf1", b"\xff\xf9"):
            return Sniffed("audio", "audio/aac")
        case _ if head.startswith(b"#!AMR"):
            return Sniffed("audio", "audio/amr")
        case _ if head.startswith(b"OggS") and b"OpusHead" in head[:64]:
            return Sniffed("audio", "audio/ogg")
    return None


def _film(head: bytes) -> Sniffed | None:
    """ISO media files tell their brand behind `ftyp`."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand.startswith(b"3g"):
        return Sniffed("video", "video/3gpp")
    if brand in (b"M4A ", b"M4B "):
        return Sniffed("audio", "audio/mp4")
    return Sniffed("video", "video/mp4") if brand in _MP4 else None


_MP4 = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash")


def _office(path: Path, head: bytes) -> Sniffed | None:
    if not head.startswith(b"PK\x03\x04"):
        return None
    names = names_in(path)
    for folder, mime_type in OFFICE.items():
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return Sniffed("document", mime_type)
    return None


def _text(path: Path, head: bytes) -> Sniffed | None:
    """Text that is no markup: a page would be served as what a browser runs."""
    if not head.strip() or head.lstrip()[:1] == b"<":
        return None
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while part := file.read(HEAD * 16):
                if any(letter < " " and letter not in "\t\n\r\f" for letter in part):
                    return None
    except UnicodeDecodeError:
        return None
    return Sniffed("document", "text/plain")
