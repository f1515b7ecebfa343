"""One shape for every error that leaves over HTTP: problem details with a code."""

import traceback
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import asyncpg
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from api.passwords import TooBusy
from engine.complaints import field_at, sentence
from engine.errors import EvaluationFailed, ParleyError, SourceRefused, VendorError
from storage.contacts import ContactExists
from storage.messages import KeyReused

PROBLEM = "application/problem+json"

CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "wrong_media_type",
    422: "invalid",
    429: "too_many",
}
SENTENCES = {  # where the framework only repeats the status
    404: "There is no such address.",
    405: "This address does not take that method.",
    500: "Something went wrong on our side.",
}
STATUS: dict[type[ParleyError], int] = {
    SourceRefused: 400,
    EvaluationFailed: 422,
    ContactExists: 409,
    KeyReused: 409,
    VendorError: 502,
}

_log = structlog.get_logger(__name__)


class Problem(HTTPException):
    """A refusal with a code of its own; `members` are added to the body as they are."""

    def __init__(self, status: int, code: str, detail: str, errors: Any = None, **members: Any) -> None:
        super().__init__(detail, status_code=status)
        self.code = code
        self.errors = errors
        self.members = members


def not_found(what: str) -> Problem:
    """The answer for rows that are missing and for rows of another owner: nobody can tell which."""
    return Problem(404, "not_found", f"There is no such {what}.")


def problem(
    status: int, detail: str, code: str | None = None, errors: Any = None, **members: Any
) -> Response[dict[str, Any]]:
    """A problem response."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code or CODES.get(status, "error"),
        "errors": errors or [],
        **members,
    }
    return Response(body, status_code=status, media_type=PROBLEM)


def _refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    if isinstance(error, Problem):
        return problem(error.status_code, error.detail, error.code, error.errors, **error.members)
    if isinstance(error, ValidationException):
        return _invalid(error)
    sentence = _too_large(request) if error.status_code == 413 else SENTENCES.get(error.status_code)
    response = problem(error.status_code, sentence or error.detail)
    response.headers.update(error.headers or {})
    return response


def _too_large(request: Request[Any, Any, Any]) -> str:
    limit = request.route_handler.resolve_request_max_body_size() or 0
    size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1_024} kB"
    return f"The request is too large: at most {size} are taken."


def _invalid(error: ValidationException) -> Response[Any]:
    """A request that does not fit its types: name each field."""
    found = error.extra if isinstance(error.extra, list) else []
    fields = [_told(item.get("key", ""), item.get("message", "")) for item in found]
    told = " ".join(
        f"{item['field']}: {item['message']}" if item["field"] else f"{item['message']}" for item in fields
    )
    return problem(400, told or "The request does not fit.", "invalid", fields)


def _told(key: str, words: str) -> dict[str, str | None]:
    """msgspec's words for people; the body itself has the key "data", and a missing one has no other words."""
    if words == "'data'":
        return {"field": None, "message": "The request is empty."}
    return {"field": field_at("" if key == "data" else key, words), "message": sentence(words)}


def _known(request: Request[Any, Any, Any], error: ParleyError) -> Response[Any]:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    return problem(status, str(error), error.code)


def _unreadable(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    text = "nested too deeply" if isinstance(error, RecursionError) else "not valid UTF-8"
    return problem(400, f"The request is {text}.")


def _unstorable(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    return problem(400, "The request holds a character or a number that cannot be stored.", "invalid")


def _busy(request: Request[Any, Any, Any], error: TooBusy) -> Response[Any]:
    return problem(429, "Too many people sign in at once: try again in a few seconds.")


def _no_database(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    _log.warning("database_unreachable", path=request.url.path, error=repr(error))
    return problem(503, "The database cannot be reached: try again in a few seconds.", "no_database")


def _no_database_or_our_bug(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """As while Postgres starts anew, when its socket is not there: a missing file, but none of ours."""
    frames = (frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__))
    is_drivers = any(name.startswith("asyncpg.") for name in frames)
    return (_no_database if is_drivers else _our_bug)(request, error)


def _closed_or_our_bug(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A connection or a pool that is closed; any other misuse of the driver is ours."""
    return (_no_database if "clos" in str(error) else _our_bug)(request, error)


def _our_bug(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    _log.error("request_failed", method=request.method, path=request.url.path, exc_info=error)
    return problem(500, "Something went wrong on our side; it was written to the log.", "internal")


HANDLERS: dict[int | type[Exception], Callable[..., Response[Any]]] = {
    HTTPException: _refused,
    ParleyError: _known,
    RecursionError: _unreadable,
    UnicodeDecodeError: _unreadable,
    UnicodeEncodeError: _unstorable,
    asyncpg.DataError: _unstorable,
    TooBusy: _busy,
    asyncpg.PostgresConnectionError: _no_database,
    ConnectionError: _no_database,
    asyncpg.OperatorInterventionError: _no_database,
    asyncpg.InterfaceError: _closed_or_our_bug,
    OSError: _no_database_or_our_bug,
    Exception: _our_bug,
}
