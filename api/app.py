"""The web application, put together from its areas."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from litestar import Litestar, Router
from litestar.connection import Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler

from api.accounts.routes import accounts_router
from api.auth.routes import auth_router
from api.contacts.routes import contacts_router
from api.demo.routes import demo_router
from api.errors import HANDLERS
from api.executions.routes import executions_router
from api.flows.routes import flows_router
from api.health.routes import health_router
from api.hooks.routes import hooks_router
from api.hub import Hub, open_hub
from api.media.routes import media_router
from api.pages.editor import editor
from api.pages.headers import guard_answer
from api.pages.reference import ReferencePage
from api.permissions import Permission, Principal, opens, require_permission
from api.phone.routes import phone_router
from api.services import Services
from api.starters.routes import starters_router
from storage.connect import connect_piccolo, disconnect_piccolo

MAX_BODY = 10_000_000

ROUTERS: tuple[ControllerRouterHandler, ...] = (
    auth_router,
    flows_router,
    executions_router,
    accounts_router,
    contacts_router,
    hooks_router,
    phone_router,
    media_router,
    demo_router,
    starters_router,
    health_router,
    editor,
)


def create_app(services: Services) -> Litestar:
    """The application; while it runs it holds Piccolo's pool on `settings.database_url`."""
    return Litestar(
        route_handlers=ROUTERS,
        state=State({"services": services}),
        dependencies={
            "services": Provide(_services, sync_to_thread=False),
            "hub": Provide(_hub, sync_to_thread=False),
            "principal": Provide(_principal, sync_to_thread=False),
        },
        guards=[require_permission],
        exception_handlers=HANDLERS,
        before_send=[guard_answer],
        lifespan=[_database],
        openapi_config=_openapi(),
        request_max_body_size=MAX_BODY,
        logging_config=None,
    )


@asynccontextmanager
async def _database(app: Litestar) -> AsyncIterator[None]:
    services: Services = app.state.services
    url = services.settings.database_url
    if url is None:
        raise RuntimeError("The web application needs a database: start the embedded one first.")
    await connect_piccolo(url.reveal())
    try:
        async with open_hub(services, url.reveal()) as hub:
            app.state.hub = hub
            yield
    finally:
        await disconnect_piccolo()


def _services(state: State) -> Services:
    services: Services = state.services
    return services


def _hub(state: State) -> Hub:
    hub: Hub = state.hub
    return hub


def _principal(request: Request[Principal, None, State]) -> Principal:
    return request.user


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Parley",
        version=version("parley-flow"),
        path="/schema",
        render_plugins=[JsonRenderPlugin(), ReferencePage()],
        openapi_router=Router(
            "/schema", route_handlers=[], opt=opens(Permission.PUBLIC), include_in_schema=False
        ),
        components=Components(
            security_schemes={"token": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT")}
        ),
        security=[{"token": []}],
    )
