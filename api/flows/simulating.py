"""Simulating drafts, and running the tests that flows carry."""

from api.errors import not_found
from api.flows.simulations import Simulations
from api.permissions import Principal
from api.services import Services
from api.zones import zone_of_owner
from engine.errors import Issue
from engine.flow import FlowDocument
from engine.simulator.flow_tests import Tested, issues_of, run_tests
from engine.simulator.host import Limits
from engine.simulator.reading import read_tests
from engine.simulator.results import Outcome
from engine.simulator.script import Script
from engine.simulator.simulate import simulate
from storage import flows

SIMULATION_SECONDS = 5.0
TESTS_SECONDS = 20.0
"""For all tests of a flow together."""


async def play(
    services: Services, principal: Principal, flow_id: int, document: FlowDocument | None, script: Script
) -> Outcome:
    """Play the script with this document, else with the stored draft."""
    draft = await _draft(principal, flow_id, document)
    simulations = services.simulations
    others = await simulations.live_flows.around(principal.owner_id, draft)
    zone = await zone_of_owner(principal.owner_id)

    def work(limits: Limits) -> Outcome:
        return simulate(simulations.stage(draft, others, flow_id, zone), script, limits)

    return await simulations.run(work, SIMULATION_SECONDS)


async def run_draft_tests(
    services: Services, principal: Principal, flow_id: int, document: FlowDocument | None
) -> list[Tested]:
    """Run the tests of this document, else of the stored draft; those that cannot be read are left to the check."""
    draft = await _draft(principal, flow_id, document)
    return await _run(services.simulations, principal.owner_id, flow_id, draft)


async def failing_tests(
    simulations: Simulations, owner_id: int, flow_id: int, document: FlowDocument
) -> list[Issue]:
    """An issue for each test that fails."""
    tested = await _run(simulations, owner_id, flow_id, document)
    return [issue for each in tested for issue in issues_of(each)]


async def _run(simulations: Simulations, owner_id: int, flow_id: int, document: FlowDocument) -> list[Tested]:
    tests, _ = read_tests(document)
    if not tests:
        return []
    others = await simulations.live_flows.around(owner_id, document)
    zone = await zone_of_owner(owner_id)

    def work(limits: Limits) -> list[Tested]:
        return list(run_tests(simulations.stage(document, others, flow_id, zone), tests, limits))

    return await simulations.run(work, TESTS_SECONDS)


async def _draft(principal: Principal, flow_id: int, document: FlowDocument | None) -> FlowDocument:
    flow = await flows.read_flow(principal.owner_id, flow_id)
    if flow is None:
        raise not_found("flow")
    return flow.document if document is None else document
