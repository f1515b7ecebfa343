"""Saving, checking and publishing flows."""

import secrets

from api.errors import Problem, not_found
from api.flows.findings import find_issues
from api.flows.schemas import PublishBody
from api.flows.simulating import failing_tests
from api.permissions import Principal
from api.services import Services
from engine.flow import FlowDocument
from storage import flows, publishing
from storage.flows import StoredFlow
from storage.publishing import StoredVersion, VersionRow


async def create(principal: Principal, document: FlowDocument) -> StoredFlow:
    """Store a new draft; it may be unfinished, but it must be a flow document."""
    return await flows.create_flow(principal.owner_id, document, secrets.token_urlsafe(24))


async def read(principal: Principal, flow_id: int) -> StoredFlow:
    """One flow, or 404."""
    flow = await flows.read_flow(principal.owner_id, flow_id)
    if flow is None:
        raise not_found("flow")
    return flow


async def save(principal: Principal, flow_id: int, revision: int, document: FlowDocument) -> StoredFlow:
    """Replace the draft; when somebody else saved first, both documents are handed back."""
    saved = await flows.save_flow(principal.owner_id, principal.user_id, flow_id, revision, document)
    if saved is None:
        current = await read(principal, flow_id)
        raise Problem(
            409,
            "stale_revision",
            f"The flow was saved by another tab, person or program: you changed revision {revision}, it is at {current.revision}.",
            current=current,
            yours=document,
        )
    return saved


async def publish(services: Services, principal: Principal, flow_id: int, asked: PublishBody) -> StoredFlow:
    """Publish the draft if it is the one that was meant and has no errors."""
    flow = await read(principal, flow_id)
    if asked.revision not in (None, flow.revision):
        raise Problem(
            409,
            "stale_revision",
            f"The flow was saved by another tab, person or program: you looked at revision {asked.revision}, it is at {flow.revision}.",
            current=flow,
        )
    issues = await find_issues(services, principal.owner_id, flow.id, flow.document)
    if errors := sum(issue.severity == "error" for issue in issues):
        plural = "error" if errors == 1 else "errors"
        raise Problem(
            422, "flow_has_errors", f"The flow has {errors} {plural}: mend it and publish again.", issues
        )
    if failing := await failing_tests(services.simulations, principal.owner_id, flow_id, flow.document):
        told = "A test of the flow fails" if len(failing) == 1 else f"{len(failing)} tests of the flow fail"
        raise Problem(422, "tests_fail", f"{told}: mend the flow or the test, and publish again.", failing)
    now = services.clock()
    name = name_of(asked.name)
    if await publishing.publish_flow(principal.owner_id, principal.user_id, flow, now, name) is None:
        raise Problem(409, "stale_revision", "The flow was changed while it was checked: publish again.")
    return await read(principal, flow_id)


async def unpublish(principal: Principal, flow_id: int) -> StoredFlow:
    """Stop the flow from starting."""
    if not await publishing.unpublish_flow(principal.owner_id, flow_id):
        raise not_found("flow")
    return await read(principal, flow_id)


async def name_version(principal: Principal, flow_id: int, number: int, name: str | None) -> VersionRow:
    """Give a version another name, or 404."""
    version = await publishing.name_version(principal.owner_id, flow_id, number, name_of(name))
    if version is None:
        raise not_found("version")
    return version


def name_of(name: str | None) -> str | None:
    """The name on one line; None for a blank one."""
    return " ".join((name or "").split()) or None


async def read_version(principal: Principal, flow_id: int, number: int) -> StoredVersion:
    """One published version, or 404."""
    version = await publishing.read_version(principal.owner_id, flow_id, number)
    if version is None:
        raise not_found("version")
    return version
