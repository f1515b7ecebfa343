"""The API's reference as one plain page, because the usual viewers load their code from elsewhere."""

from collections.abc import Iterator
from html import escape
from typing import Any

from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

METHODS = ("get", "post", "put", "patch", "delete")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><style>
:root {{ color-scheme: light dark }} body {{ font: 16px/1.5 system-ui; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
td {{ padding: .25rem .75rem .25rem 0; vertical-align: top }} code {{ font-size: .9em }}
</style><h1>{title}</h1><p>The whole description is in <a href="/schema/openapi.json">openapi.json</a>.
Send the access token as <code>Authorization: Bearer …</code>; errors are problem details with a <code>code</code>.</p>
{groups}</html>"""


class ReferencePage(OpenAPIRenderPlugin):
    """Lists every operation, grouped by tag."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page."""
        groups: dict[str, list[str]] = {}
        for tag, row in _operations(openapi_schema):
            groups.setdefault(tag, []).append(row)
        tables = (
            f"<h2>{escape(tag)}</h2><table>{''.join(rows)}</table>" for tag, rows in sorted(groups.items())
        )
        return PAGE.format(title=escape(openapi_schema["info"]["title"]), groups="".join(tables)).encode()


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, item in sorted(schema["paths"].items()):
        for method in METHODS:
            if operation := item.get(method):
                yield (operation.get("tags") or ["Other"])[0], _row(method, path, operation)


def _row(method: str, path: str, operation: dict[str, Any]) -> str:
    text = operation.get("description") or operation.get("summary") or ""
    return f"<tr><td><code>{method.upper()}</code><td><code>{escape(path)}</code><td>{escape(text)}</tr>"
