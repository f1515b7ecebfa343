"""Routes of signing in."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.params import CookieParameter, JSONBody

from api.auth import service
from api.auth.schemas import LoginBody, Person, SetupBody, SetupState, SignedIn
from api.errors import Problem, not_found
from api.given import GivenPrincipal, GivenServices
from api.permissions import Permission, opens
from storage import sessions, users

COOKIE = "parley_refresh"
COOKIE_PATH = "/api/auth"

RefreshCookie = Annotated[str | None, CookieParameter(name=COOKIE, max_length=200, required=False)]
HttpRequest = Request[Any, Any, Any]


@get("/api/setup", opt=opens(Permission.PUBLIC))
async def setup_state() -> SetupState:
    """Tell whether the first owner is still to be created."""
    return SetupState(needed=not await users.has_owner())


@post("/api/setup", opt=opens(Permission.PUBLIC))
async def set_up(
    data: JSONBody[SetupBody], services: GivenServices, request: HttpRequest
) -> Response[SignedIn]:
    """Create the owner; works once."""
    return _with_cookie(request, *await service.set_up(services, data))


@post("/api/auth/login", opt=opens(Permission.PUBLIC), status_code=200)
async def login(
    data: JSONBody[LoginBody], services: GivenServices, request: HttpRequest
) -> Response[SignedIn]:
    """Sign in."""
    return _with_cookie(request, *await service.sign_in(services, data))


@post("/api/auth/refresh", opt=opens(Permission.PUBLIC), status_code=200)
async def refresh(
    services: GivenServices, request: HttpRequest, refresh_token: RefreshCookie = None
) -> Response[SignedIn]:
    """Get the next access token for the session in the cookie."""
    if refresh_token is None:
        raise Problem(401, "session_over", "There is no session: sign in.")
    return _with_cookie(request, *await service.go_on(services, refresh_token))


@post("/api/auth/logout", opt=opens(Permission.PUBLIC), status_code=204)
async def logout(
    services: GivenServices, request: HttpRequest, refresh_token: RefreshCookie = None
) -> Response[None]:
    """End the session in the cookie."""
    if refresh_token is not None:
        await sessions.end_session(refresh_token, services.clock())
    return Response(None, status_code=204, cookies=[_cookie(request, "", 0)])


@get("/api/me", opt=opens(Permission.SIGNED_IN))
async def me(principal: GivenPrincipal) -> Person:
    """Who is signed in, and what they may do."""
    user = await users.find_user(principal.owner_id, principal.user_id)
    if user is None:
        raise not_found("user")
    return Person.of(user)


def _with_cookie(request: HttpRequest, body: SignedIn, refresh_token: str) -> Response[SignedIn]:
    lifetime = int(sessions.LIFETIME.total_seconds())
    return Response(body, cookies=[_cookie(request, refresh_token, lifetime)])


def _cookie(request: HttpRequest, value: str, seconds: int) -> Cookie:
    """SameSite=Strict and a narrow path keep other sites from using it; Secure wherever there is TLS."""
    return Cookie(
        key=COOKIE,
        value=value,
        path=COOKIE_PATH,
        max_age=seconds,
        httponly=True,
        secure=request.url.scheme == "https",
        samesite="strict",
    )


auth_router = Router(
    "/", route_handlers=[setup_state, set_up, login, refresh, logout, me], tags=["Signing in"]
)
