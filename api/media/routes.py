"""Uploading a file, and the public address from which WhatsApp fetches it."""

import re
from typing import Annotated, Any

import msgspec
from litestar import Request, Router, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import File

from api.errors import not_found
from api.given import GivenPrincipal, GivenServices
from api.media.service import folder_of, take_in
from api.media.sniffing import LARGEST, MediaKind
from api.permissions import Permission, opens
from storage.media import MediaRow, media_at

TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Robots-Tag": "noindex",
}


class Uploaded(msgspec.Struct, rename="camel"):
    """A file that was taken in; `link` is what a message names it by."""

    link: str
    kind: str
    mime_type: str
    size: int
    name: str


class MediaAddress(msgspec.Struct, rename="camel"):
    """Where WhatsApp finds uploaded files: null while the installation has no public address."""

    public_url: str | None


@post(
    "/api/media",
    opt=opens(Permission.EDIT_FLOWS),
    request_max_body_size=LARGEST + 1,
    summary="Upload a file",
)
async def upload_media(
    request: Request[Any, Any, Any],
    principal: GivenPrincipal,
    services: GivenServices,
    kind: Annotated[MediaKind, QueryParameter()],
    name: Annotated[str, QueryParameter(max_length=500)] = "file",
) -> Uploaded:
    """Take the body's bytes as they are; what they are is told by themselves."""
    row = await take_in(services, principal, request.stream(), kind, name)
    return _uploaded(row)


@get("/api/media/address", opt=opens(Permission.VIEW_FLOWS))
async def media_address(services: GivenServices) -> MediaAddress:
    """Whether WhatsApp can fetch what is uploaded here."""
    return MediaAddress(services.settings.public_url)


@get("/media/{token:str}", opt=opens(Permission.PUBLIC), include_in_schema=False)
async def fetch_media(services: GivenServices, token: FromPath[str]) -> File:
    """The file, for who knows its address: never as something that a browser would run."""
    row = await media_at(token) if TOKEN.fullmatch(token) else None
    if row is None or not (path := folder_of(services.settings) / row.token).is_file():
        raise not_found("file")
    return File(
        path,
        filename=row.name,
        media_type=row.mime_type,
        content_disposition_type="attachment" if row.kind == "document" else "inline",
        headers=HEADERS,
    )


def _uploaded(row: MediaRow) -> Uploaded:
    return Uploaded(f"/media/{row.token}", row.kind, row.mime_type, row.size, row.name)


media_router = Router("/", route_handlers=[upload_media, media_address, fetch_media], tags=["Media"])
