"""Opening, continuing and closing sessions."""

from api.auth.schemas import LoginBody, Person, SetupBody, SignedIn
from api.errors import Problem
from api.services import Services
from storage import sessions, users
from storage.users import UserRow


async def set_up(services: Services, body: SetupBody) -> tuple[SignedIn, str]:
    """Create the owner of a fresh installation and sign them in."""
    if await users.has_owner():
        raise _setup_done()
    password = await services.passwords.hash(body.password)
    user = await users.create_owner(body.email.lower(), body.name, password)
    if user is None:
        raise _setup_done()
    return await _start(services, user)


async def sign_in(services: Services, body: LoginBody) -> tuple[SignedIn, str]:
    """Check the password. Every refusal reads the same and takes the same time."""
    found = await users.begin_attempt(body.email.lower(), services.clock())
    if not await services.passwords.verify(body.password, found.password if found else None) or found is None:
        raise Problem(
            401,
            "wrong_credentials",
            "The e-mail address or the password is wrong. After several tries, wait a minute before the next one.",
        )
    return await _start(services, await users.end_attempts(found.id))


async def go_on(services: Services, refresh_token: str) -> tuple[SignedIn, str]:
    """Spend a refresh token: a new access token and the next refresh token."""
    successor = services.tokens.successor(refresh_token)
    user_id = await sessions.rotate(refresh_token, successor, services.clock())
    user = await users.find_user(user_id, user_id) if isinstance(user_id, int) else None
    if user is None:
        raise Problem(401, "session_over", "The session is over: sign in again.")
    return SignedIn(services.tokens.access(user), Person.of(user)), successor


async def _start(services: Services, user: UserRow) -> tuple[SignedIn, str]:
    refresh_token = services.tokens.refresh()
    await sessions.start_session(user.id, refresh_token, services.clock())
    return SignedIn(services.tokens.access(user), Person.of(user)), refresh_token


def _setup_done() -> Problem:
    return Problem(409, "setup_done", "This installation has an owner already: sign in.")
