"""Routes of flows and of the types they are made of."""

from litestar import Router, delete, get, patch, post, put
from litestar.params import JSONBody

from api.errors import not_found
from api.flows import service, simulating
from api.flows.counts import count_flow
from api.flows.findings import find_issues
from api.flows.presence import be_present
from api.flows.reading import DocumentRequest
from api.flows.schemas import Findings, NameBody, PublishBody, SaveBody, Scope, Simulation, TestResults, Types
from api.flows.times import schedule_times
from api.given import GivenPrincipal, GivenServices
from api.lists import Cursor, Limit, Page, RowId, page, position
from api.permissions import Permission, opens
from engine.flow import FlowDocument
from engine.names import SCOPE
from engine.schema import TypeDescription, describe, describe_settings, describe_triggers
from engine.simulator.results import Outcome
from storage import flows, publishing
from storage.flows import FlowSummary, StoredFlow
from storage.publishing import StoredVersion, VersionRow


@get("/api/node-types", opt=opens(Permission.VIEW_FLOWS))
async def node_types(services: GivenServices) -> Types:
    """Every installed node type with the JSON Schema of its settings."""
    return Types(describe(services.registry))


@get("/api/trigger-types", opt=opens(Permission.VIEW_FLOWS))
async def trigger_types() -> Types:
    """Everything a trigger node may listen to."""
    return Types(describe_triggers())


@get("/api/flow-settings", opt=opens(Permission.VIEW_FLOWS))
async def flow_settings() -> TypeDescription:
    """The settings of a flow as a whole with their JSON Schema, described as node types are."""
    return describe_settings()


@get("/api/scope", opt=opens(Permission.VIEW_FLOWS))
async def scope() -> Scope:
    """The names that templates and expressions read; variables come beside them."""
    return Scope(SCOPE)


@get("/api/flows", opt=opens(Permission.VIEW_FLOWS))
async def list_flows(
    principal: GivenPrincipal, limit: Limit = 50, cursor: Cursor = None
) -> Page[FlowSummary]:
    """List flows, newest first."""
    rows = await flows.list_flows(principal.owner_id, limit + 1, position(cursor))
    return page(rows, limit, lambda flow: flow.id)


@post("/api/flows", opt=opens(Permission.EDIT_FLOWS))
async def create_flow(data: JSONBody[FlowDocument], principal: GivenPrincipal) -> StoredFlow:
    """Create or import a flow: the body is the bare document."""
    return await service.create(principal, data)


@get("/api/flows/{flow_id:int}", opt=opens(Permission.VIEW_FLOWS))
async def read_flow(flow_id: RowId, principal: GivenPrincipal) -> StoredFlow:
    """Read one flow with its draft."""
    return await service.read(principal, flow_id)


@put("/api/flows/{flow_id:int}", opt=opens(Permission.EDIT_FLOWS))
async def save_flow(flow_id: RowId, data: JSONBody[SaveBody], principal: GivenPrincipal) -> StoredFlow:
    """Save the draft; 409 with both documents when the revision is not the newest."""
    return await service.save(principal, flow_id, data.revision, data.document)


@delete("/api/flows/{flow_id:int}", opt=opens(Permission.EDIT_FLOWS))
async def delete_flow(flow_id: RowId, principal: GivenPrincipal) -> None:
    """Delete a flow; its executions stay readable."""
    if not await publishing.delete_flow(principal.owner_id, flow_id):
        raise not_found("flow")


@post("/api/flows/{flow_id:int}/check", opt=opens(Permission.VIEW_FLOWS), status_code=200)
async def check_flow(
    flow_id: RowId,
    principal: GivenPrincipal,
    services: GivenServices,
    data: JSONBody[FlowDocument | None] = None,
) -> Findings:
    """Find what is wrong with the draft, or with the bare document of the body before it is saved."""
    if data is None:
        data = (await service.read(principal, flow_id)).document
    elif not await flows.flow_exists(principal.owner_id, flow_id):
        raise not_found("flow")
    return Findings(await find_issues(services, principal.owner_id, flow_id, data))


@post("/api/flows/{flow_id:int}/simulate", opt=opens(Permission.VIEW_FLOWS), status_code=200)
async def simulate_flow(
    flow_id: RowId,
    principal: GivenPrincipal,
    services: GivenServices,
    data: JSONBody[Simulation | None] = None,
) -> Outcome:
    """Play a script with the draft, or with the document of the body, in memory: nothing is stored and nothing is sent."""
    script = data or Simulation()
    return await simulating.play(services, principal, flow_id, script.document, script)


@post("/api/flows/{flow_id:int}/tests", opt=opens(Permission.VIEW_FLOWS), status_code=200)
async def run_flow_tests(
    flow_id: RowId,
    principal: GivenPrincipal,
    services: GivenServices,
    data: JSONBody[FlowDocument | None] = None,
) -> TestResults:
    """Run the tests of the draft, or of the bare document of the body."""
    return TestResults(await simulating.run_draft_tests(services, principal, flow_id, data))


@post("/api/flows/{flow_id:int}/publish", opt=opens(Permission.PUBLISH_FLOWS), status_code=200)
async def publish_flow(
    flow_id: RowId,
    principal: GivenPrincipal,
    services: GivenServices,
    data: JSONBody[PublishBody | None] = None,
) -> StoredFlow:
    """Publish the draft as a new version, which may get a name; 422 with the issues when it has errors."""
    return await service.publish(services, principal, flow_id, data or PublishBody())


@post("/api/flows/{flow_id:int}/unpublish", opt=opens(Permission.PUBLISH_FLOWS), status_code=200)
async def unpublish_flow(flow_id: RowId, principal: GivenPrincipal) -> StoredFlow:
    """Stop the flow from starting; live executions go on."""
    return await service.unpublish(principal, flow_id)


@get("/api/flows/{flow_id:int}/versions", opt=opens(Permission.VIEW_FLOWS))
async def list_versions(
    flow_id: RowId, principal: GivenPrincipal, limit: Limit = 50, cursor: Cursor = None
) -> Page[VersionRow]:
    """List the published versions, newest first."""
    if not await flows.flow_exists(principal.owner_id, flow_id):
        raise not_found("flow")
    rows = await publishing.list_versions(principal.owner_id, flow_id, limit + 1, position(cursor))
    return page(rows, limit, lambda version: version.number)


@get("/api/flows/{flow_id:int}/versions/{number:int}", opt=opens(Permission.VIEW_FLOWS))
async def read_version(flow_id: RowId, number: RowId, principal: GivenPrincipal) -> StoredVersion:
    """Read one published version with its document."""
    return await service.read_version(principal, flow_id, number)


@patch("/api/flows/{flow_id:int}/versions/{number:int}", opt=opens(Permission.PUBLISH_FLOWS))
async def name_version(
    flow_id: RowId, number: RowId, data: JSONBody[NameBody], principal: GivenPrincipal
) -> VersionRow:
    """Give a published version another name, or none."""
    return await service.name_version(principal, flow_id, number, data.name)


flows_router = Router(
    "/",
    route_handlers=[
        *(
            node_types,
            trigger_types,
            flow_settings,
            schedule_times,
            scope,
            list_flows,
            create_flow,
            read_flow,
            save_flow,
            delete_flow,
        ),
        *(
            check_flow,
            simulate_flow,
            run_flow_tests,
            publish_flow,
            unpublish_flow,
            list_versions,
            read_version,
            name_version,
            count_flow,
            be_present,
        ),
    ],
    tags=["Flows"],
    request_class=DocumentRequest,
)
