"""Simulating drafts, and running the tests that flows carry."""

from api.errors import not_found
from api.flows.simulations import Others, Simulations
from api.permissions import Principal
from api.services import Services
from engine.errors import Issue
from engine.flow import FlowDocument
from engine.registry import Registry
from engine.simulator.flow_tests import Tested, issues_of, run_tests
from engine.simulator.host import Limits
from engine.simulator.others import flows_named
from engine.simulator.reading import read_tests
from engine.simulator.results import Outcome
from engine.simulator.script import Script
from engine.simulator.simulate import simulate
from storage import flows, publishing

SIMULATION_SECONDS = 5.0
TESTS_SECONDS = 20.0
"""For all tests of a flow together."""
MOST_OTHERS = 50
"""Other flows that a simulation takes along."""


async def play(
    services: Services, principal: Principal, flow_id: int, document: FlowDocument | None, script: Script
) -> Outcome:
    """Play the script with this document, else with the stored draft."""
    draft = await _draft(principal, flow_id, document)
    simulations = services.simulations
    others = await others_of(services.registry, principal.owner_id, draft)

    def work(limits: Limits) -> Outcome:
        return simulate(simulations.stage(draft, others, flow_id), script, limits)

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


async def others_of(registry: Registry, owner_id: int, document: FlowDocument) -> Others:
    """The owner's live flows that this one may start or call, and those that they may, and so on."""
    found: Others = {}
    asked: set[int] = set()
    todo = flows_named(document, registry)
    while wanted := sorted(todo - asked)[: MOST_OTHERS - len(found)]:
        asked |= set(wanted)
        for flow_id, version_id, live in await publishing.read_live(owner_id, wanted):
            found[flow_id] = version_id, live
            todo |= flows_named(live, registry)
    return found


async def _run(simulations: Simulations, owner_id: int, flow_id: int, document: FlowDocument) -> list[Tested]:
    tests, _ = read_tests(document)
    if not tests:
        return []
    others = await others_of(simulations.registry, owner_id, document)

    def work(limits: Limits) -> list[Tested]:
        return list(run_tests(simulations.stage(document, others, flow_id), tests, limits))

    return await simulations.run(work, TESTS_SECONDS)


async def _draft(principal: Principal, flow_id: int, document: FlowDocument | None) -> FlowDocument:
    flow = await flows.read_flow(principal.owner_id, flow_id)
    if flow is None:
        raise not_found("flow")
    return flow.document if document is None else document
