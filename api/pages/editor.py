"""The editor's built files; every other address is answered with its page, because it routes by itself."""

from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.response import File

from api.errors import not_found
from api.permissions import Permission, opens

STATIC = Path(__file__).parent.parent / "static"
OURS = (
    "api/",
    "hooks/",
    "simulator/",
    "schema/",
    "assets/",
)  # never the editor's: a wrong address there is a 404

FOR_EVER = "public, max-age=31536000, immutable"  # names under `assets/` hold a hash

# Written down, because some machines' own tables call JavaScript text/plain, which browsers refuse.
MEDIA_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Parley</title>
<h1>The editor is not built</h1>
<p>The server runs, but its pages were not built. Run <code>uv sync --reinstall-package parley-flow</code> and reload.
The API works: see <a href="/schema">its reference</a>.</p></html>"""


@get(["/", "/{path:path}"], opt=opens(Permission.PUBLIC), include_in_schema=False)
async def editor(request: Request[Any, Any, Any]) -> Response[str] | File:
    """A built file, or the editor's page."""
    wanted = request.url.path.lstrip("/")
    file = _built_file(wanted)
    if file is not None:
        takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
        return _send(file, FOR_EVER if wanted.startswith("assets/") else "no-cache", takes_gzip)
    if f"{wanted}/".startswith(OURS):
        raise not_found("address")
    page = STATIC / "index.html"
    if not page.is_file():
        return Response(NOT_BUILT, media_type=MediaType.HTML, status_code=503)
    return _send(page, "no-cache")


def _built_file(wanted: str) -> Path | None:
    if not wanted or "\0" in wanted:
        return None
    file = (STATIC / wanted).resolve()
    return file if file.is_relative_to(STATIC.resolve()) and file.is_file() else None


def _send(file: Path, caching: str, takes_gzip: bool = False) -> File:
    """The suffix decides the type; the build has put a gzip beside the larger files."""
    zipped = file.with_name(f"{file.name}.gz")
    headers = {"Cache-Control": caching, "Vary": "Accept-Encoding"}
    if takes_gzip and zipped.is_file():
        headers["Content-Encoding"] = "gzip"
    return File(
        zipped if "Content-Encoding" in headers else file,
        filename=file.name,
        media_type=MEDIA_TYPES.get(file.suffix, "application/octet-stream"),
        content_disposition_type="inline",
        headers=headers,
    )
