"""Calling web addresses."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from engine.errors import EvaluationFailed
from engine.facts import Write
from engine.fields import JsonText, Text, VariableName, WebAddress, hint
from engine.outside import OutsideContext, OutsideNode
from engine.ports import HttpAnswer

STATUSES = r"^[1-5]\d\d(-[1-5]\d\d)?( *, *[1-5]\d\d(-[1-5]\d\d)?){0,9}$"
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
TOKEN = r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$"  # a header's name, RFC 9110


class Header(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """One header of the call."""

    name: Annotated[str, Meta(pattern=TOKEN), hint("Name", placeholder="X-Shop")]
    value: Annotated[Text, hint("Value")]


class HttpRequest(OutsideNode, tag="http_request", kw_only=True):
    """Call a web address and keep what it answers. Connect “Failed” to go another way when it does not work."""

    group, title, ports = "Integrations", "HTTP request", ("out", "failed")
    vendor_from = "url"

    method: Annotated[Method, hint("Method", labels={name: name for name in get_args(Method)})] = "GET"
    url: Annotated[
        WebAddress,
        Meta(min_length=1),
        hint(
            "Address",
            "A public address; values in it are made safe.",
            placeholder="https://api.example.com/orders/{{ vars.order }}",
        ),
    ]
    authorization: Annotated[
        Text | None,
        hint(
            "Authorization",
            "Sent as that header, and shown nowhere.",
            widget="secret",
            placeholder="Bearer …",
        ),
    ] = None
    headers: Annotated[list[Header], Meta(max_length=20), hint("Headers")] = msgspec.field(
        default_factory=list
    )
    body: Annotated[
        JsonText | None,
        hint("JSON to send", "Values in it are made safe.", placeholder='{"name": "{{ contact.name }}"}'),
    ] = None
    save_to: Annotated[
        VariableName | None, hint("Keep the answer in", "As vars.name.status and vars.name.body.")
    ] = None
    expected: Annotated[
        str, Meta(pattern=STATUSES), hint("Statuses that are fine", placeholder="200-299, 404")
    ] = "200-299"

    def problems(self) -> Iterator[tuple[str, str]]:
        """What would be refused at the first call."""
        if "{" not in self.url and not self.url.strip().lower().startswith(("http://", "https://")):
            yield "url", "An address begins with https:// or http://."
        if self.method in ("GET", "DELETE") and self.body is not None:
            yield "body", f"{self.method} sends nothing: remove the JSON or choose another method."

    def sets(self) -> Iterator[Write]:
        """The status and the body of the answer."""
        if self.save_to is not None:
            yield Write(self.save_to, "object", ("out",))

    async def run(self, ctx: OutsideContext) -> str:
        """Call, and keep the answer when its status is fine."""
        answer = await ctx.request(self.method, self.url, headers=self._headers(), body=self._body())
        ctx.note("status", answer.status)
        if not _is_among(answer.status, self.expected):
            raise answer.trouble()
        if self.save_to is not None:
            ctx.set(self.save_to, {"status": answer.status, "body": _content(answer)})
        return "out"

    def _headers(self) -> dict[str, str]:
        headers = {row.name: row.value for row in self.headers}
        if self.authorization is not None:
            headers["Authorization"] = self.authorization
        if self.body is not None:
            headers.setdefault("Content-Type", "application/json")
        return headers

    def _body(self) -> bytes:
        if self.body is None:
            return b""
        try:
            msgspec.json.decode(self.body)
        except (ValueError, RecursionError) as error:
            text = "What would be sent is no JSON; put quotes around texts"
            raise EvaluationFailed(f"{text}: {error}.") from None
        return self.body.encode()


def _is_among(status: int, expected: str) -> bool:
    """Whether the status is in a list such as `200-299, 404`."""
    spans = (span.strip().partition("-") for span in expected.split(","))
    return any(int(first) <= status <= int(last or first) for first, _, last in spans)


def _content(answer: HttpAnswer) -> Any:
    """The body as JSON where it says that it is, else as text."""
    if not answer.body:
        return None
    return answer.json() if "json" in answer.headers.get("content-type", "").lower() else answer.text()


NODES = (HttpRequest,)
