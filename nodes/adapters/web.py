"""Calls web addresses that people wrote, over the guarded client, and reads whole answers."""

from collections.abc import Mapping

import httpx

from engine.errors import Rejected, Unavailable
from engine.ports import HttpAnswer
from nodes.adapters.http import ResponseTooLarge, make_client
from nodes.adapters.retry_after import retry_after

MAX_ANSWER = 1024 * 1024  # bytes
SECONDS = 600.0  # the time of an attempt is the runner's; this is for a caller without one
TIMEOUT = httpx.Timeout(connect=10.0, read=None, write=30.0, pool=10.0)

# Raised before a byte of the request left.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
# What cannot be sent at all.
UNUSABLE = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError, ValueError)
FRAMING = frozenset(
    {
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "te",
        "trailer",
        "upgrade",
        "accept-encoding",
    }
)
"""Headers that say how the request is sent, and are ours."""


class Web:
    """One event loop's way to the outside; its connections are made when the first call needs them."""

    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        self._client = client

    async def request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        """Call once. Raises Rejected or Unavailable."""
        if self._client is None:
            self._client = make_client(timeout=TIMEOUT, total_seconds=SECONDS, max_response_bytes=MAX_ANSWER)
        sent = [(name, value) for name, value in headers.items() if name.lower() not in FRAMING]
        try:
            response = await self._client.request(method, url, headers=sent, content=body or None)
        except UNUSABLE as error:
            raise Rejected(
                f"The call cannot be made: {_reason(error)}. Check the address and the headers."
            ) from error
        except NOT_SENT as error:
            raise Unavailable(_reason(error), sent=False) from error
        except ResponseTooLarge as error:
            raise Rejected(_reason(error)) from error
        except httpx.DecodingError as error:
            raise Rejected(_reason(error)) from error
        except httpx.HTTPError as error:
            raise Unavailable(
                f"'{httpx.URL(url).host}' gave no whole answer: {_reason(error)}", sent=True
            ) from error
        return HttpAnswer(
            host=response.url.host,
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=response.content,
            retry_after=retry_after(response),
        )


def _reason(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
