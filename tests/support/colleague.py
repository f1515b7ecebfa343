"""A second person of the same owner. Nobody can be invited yet; what tells whose rows somebody works on is their token."""

from base64 import urlsafe_b64encode

import jwt
from apart import execute, finish
from playwright.sync_api import Page, Route
from running import Running

from api.passwords import Passwords
from api.tokens import ALGORITHM, AUDIENCE
from engine.ports import Secret
from storage.secrets import Vault

PASSWORD = "correct horse battery"


def sign_in_colleague(page: Page, product: Running, dsn: str, name: str, email: str) -> None:
    """Make this person and sign them in: they work on the rows of the product's owner, as a member of a team will."""
    insert = "INSERT INTO app_user (email, password, name, role) VALUES ($1, $2, $3, 'Manager')"
    execute(dsn, insert, email, finish(Passwords(rounds=4).hash(PASSWORD)), name)
    owner_id: int = product.sign_in().get("/api/me").raise_for_status().json()["id"]
    key = signing_key(product)

    def answer(route: Route) -> None:
        given = route.fetch()
        session = given.json()
        claims = jwt.decode(session["accessToken"], key, [ALGORITHM], audience=AUDIENCE)
        session["accessToken"] = jwt.encode(claims | {"owner": owner_id}, key, ALGORITHM)
        route.fulfill(response=given, json=session)

    page.context.route("**/api/auth/refresh", answer)
    login = {"email": email, "password": PASSWORD}
    assert page.context.request.post("/api/auth/login", data=login).ok
    page.goto("/favicon.svg")
    page.evaluate("localStorage.setItem('parley-signed-in', '1')")


def signing_key(product: Running) -> str:
    """What this installation signs its tokens with."""
    kept = (product.log.parent / "data" / "secret.key").read_text().strip()
    return urlsafe_b64encode(Vault([Secret(kept)]).derive("access")).decode()
