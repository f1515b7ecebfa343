"""What a message may carry beside text: a picture, a video, a sound or a document, by its address."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from engine.errors import EvaluationFailed
from engine.facts import Problem
from engine.fields import Text, WebAddress, hint
from engine.limits import limit_problems

Said = tuple[str, dict[str, Any]]
"""A message as people read it, and as the channel sends it."""

MAX_CAPTION = 1024
MAX_NAME = 240
UPLOADED = "/media/"
"""How the address of a file begins that was uploaded here; the sender puts the installation's own in front."""

Link = Annotated[
    WebAddress,
    Meta(min_length=1),
    hint("File", widget="media", placeholder="https://…"),
]
Caption = Annotated[
    Text | None,
    hint(
        "Caption", multiline=True, placeholder="Look, {{ contact.name }}!", limit=MAX_CAPTION, formatted=True
    ),
]


class _Captioned(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What is shown, and words under it."""

    link: Link
    caption: Caption = None

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the address and the caption."""
        yield from link_problems(self.link)
        yield from limit_problems("caption", self.caption or "", MAX_CAPTION)


class ImageBody(_Captioned, tag_field="type", tag="image", rename="camel", forbid_unknown_fields=True):
    """A JPEG or PNG of up to 5 MB."""

    title: ClassVar[str] = "Picture"

    def said(self) -> Said:
        """The caption, and what Graph is sent."""
        return _said("image", "📷 Photo", self.link, self.caption)


class VideoBody(_Captioned, tag_field="type", tag="video", rename="camel", forbid_unknown_fields=True):
    """An MP4 or 3GP of up to 16 MB."""

    title: ClassVar[str] = "Video"

    def said(self) -> Said:
        """The caption, and what Graph is sent."""
        return _said("video", "🎬 Video", self.link, self.caption)


class AudioBody(msgspec.Struct, tag_field="type", tag="audio", rename="camel", forbid_unknown_fields=True):
    """An MP3, M4A, AAC, AMR or OGG of up to 16 MB."""

    title: ClassVar[str] = "Audio"
    link: Link

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the address."""
        yield from link_problems(self.link)

    def said(self) -> Said:
        """That it is a sound, and what Graph is sent."""
        return _said("audio", "🎵 Audio", self.link, None)


class DocumentBody(
    msgspec.Struct, tag_field="type", tag="document", rename="camel", forbid_unknown_fields=True
):
    """A PDF, Word, Excel, PowerPoint or text file of up to 100 MB."""

    title: ClassVar[str] = "Document"
    link: Link
    file_name: Annotated[
        Text | None,
        hint("File name", "What the contact sees it called.", placeholder="Offer.pdf", limit=MAX_NAME),
    ] = None
    caption: Caption = None

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the address, the name and the caption."""
        yield from link_problems(self.link)
        yield from limit_problems("fileName", self.file_name or "", MAX_NAME)
        yield from limit_problems("caption", self.caption or "", MAX_CAPTION)

    def said(self) -> Said:
        """The caption or the name, and what Graph is sent."""
        name = self.file_name or None
        if name is not None and len(name) > MAX_NAME:
            raise EvaluationFailed(f"The file name '{name[:40]}…' is longer than {MAX_NAME} characters.")
        content, body = _said("document", f"📄 {name or 'Document'}", self.link, self.caption)
        return content, {**body, "document": {**body["document"], **({"filename": name} if name else {})}}


def _said(kind: str, words: str, link: str, caption: str | None) -> Said:
    if not _is_reachable(link):
        raise EvaluationFailed(f"'{link[:60]}' is no address that begins with https://, so nothing was sent.")
    if caption is not None and len(caption) > MAX_CAPTION:
        raise EvaluationFailed(
            f"The caption '{caption[:40]}…' is too long: WhatsApp takes up to {MAX_CAPTION:,} characters."
        )
    return caption or words, {"type": kind, kind: {"link": link, **({"caption": caption} if caption else {})}}


def link_problems(source: str) -> Iterator[Problem]:
    """Yield what is wrong with an address, unless it comes from a variable."""
    if source and "{" not in source and not _is_reachable(source):
        yield "link", "Upload a file, or use an address that begins with https://."


def _is_reachable(link: str) -> bool:
    return not any(letter.isspace() for letter in link) and (
        link.startswith("https://")
        or (
            link.removeprefix(UPLOADED).replace("-", "").replace("_", "").isalnum()
            and link.startswith(UPLOADED)
        )
    )
