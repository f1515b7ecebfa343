"""`parley import`: stores a flow file, also while a server runs."""

import secrets
from datetime import UTC, datetime

from api.database import shared_database
from api.flows.live import LiveFlows
from api.flows.simulating import failing_tests
from api.flows.simulations import Simulations
from api.settings import Settings
from engine.errors import ParleyError
from engine.flow import FlowDocument
from engine.registry import load_registry
from engine.verifier.check import check
from engine.verifier.recheck import Rechecker
from storage import flows, publishing, users
from storage.connect import connect_piccolo, disconnect_piccolo
from storage.migrate import migrate


class ImportRefused(ParleyError):
    """The flow cannot be imported as asked."""

    code = "import_refused"


async def import_flow(settings: Settings, document: FlowDocument, email: str | None, publish: bool) -> str:
    """Store the flow for the owner, publish it if asked, and answer with a sentence."""
    with shared_database(settings) as dsn:
        await migrate(dsn)
        await connect_piccolo(dsn)
        try:
            return await _import(document, email, publish)
        finally:
            await disconnect_piccolo()


async def _import(document: FlowDocument, email: str | None, publish: bool) -> str:
    owner_id = await _owner(email)
    flow = await flows.create_flow(owner_id, document, secrets.token_urlsafe(24))
    if not publish:
        return f"'{document.name}' is draft {flow.id}."
    registry = load_registry()
    if any(issue.severity == "error" for issue in check(document, registry)):
        return (
            f"'{document.name}' is draft {flow.id}; it has errors, so it was not published. Run: parley check"
        )
    checker = Rechecker(registry)
    simulations = Simulations(checker, LiveFlows(checker))
    if failing := await failing_tests(simulations, owner_id, flow.id, document):
        return f"'{document.name}' is draft {flow.id}; it was not published. {failing[0].message}"
    await publishing.publish_flow(owner_id, owner_id, flow, datetime.now(UTC))
    return f"'{document.name}' is flow {flow.id} and published."


async def _owner(email: str | None) -> int:
    owners = await users.list_owners()
    found = [owner_id for owner_id, address in owners if email is None or address == email.strip().lower()]
    if not owners:
        raise ImportRefused(
            "Nobody is set up yet: run `parley serve`, open it in a browser and create the owner."
        )
    if len(found) != 1:
        raise ImportRefused("Say whose flow it is with --owner EMAIL.")
    return found[0]
