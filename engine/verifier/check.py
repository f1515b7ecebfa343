"""The verifier's entry: everything that is wrong with a document, in one go."""

from collections.abc import Iterable

from engine.disabled import enabled_part, passed_by
from engine.errors import Issue
from engine.flow import FlowDocument
from engine.registry import Registry
from engine.simulator.reading import wrong_tests
from engine.verifier import data, kinds, loops, settings, siblings, structure, ways, window
from engine.verifier.reading import Decode, DecodedNode, Draft, Finding, decode_node, read_draft
from engine.verifier.told import Untold

OF_DOCUMENT = (*structure.OF_DOCUMENT, wrong_tests)

OF_RUNNING = (settings.wrong_settings, structure.wrong_edges, structure.wrong_targets)
"""What keeps a plan from being made. A version that was published runs, whatever later rules would say of it."""

FINDINGS = (
    *(*settings.FINDINGS, *structure.FINDINGS, *loops.FINDINGS),
    *(*ways.FINDINGS, *data.FINDINGS, *kinds.FINDINGS, *window.FINDINGS),
    *siblings.FINDINGS,
)
"""What is asked of a document whose nodes are read, in the order in which issues are told."""


class Verdict(Draft, dict=True):
    """What reading a document gave: a draft with its issues."""

    issues: list[Issue]

    @property
    def is_publishable(self) -> bool:
        """Whether no issue is an error."""
        return all(issue.severity != "error" for issue in self.issues)


def check(document: FlowDocument, registry: Registry) -> list[Issue]:
    """Every issue of the document, in the order of its nodes; one error never hides another."""
    return examine(document, registry).issues


def examine(document: FlowDocument, registry: Registry, decode: Decode = decode_node) -> Verdict:
    """Decode, compile and check the document; `decode` may stand in for `decode_node`."""
    issues = [issue for finding in OF_DOCUMENT for issue in finding(document)]
    return _judge(_read(document, registry, issues, decode), FINDINGS)


def examine_to_run(document: FlowDocument, registry: Registry, decode: Decode = decode_node) -> Verdict:
    """Decode and compile the document, and look only for what keeps it from running."""
    issues = [*structure.shared_ids(document)]
    return _judge(_read(document, registry, issues, decode), OF_RUNNING)


def _judge(verdict: Verdict, findings: Iterable[Finding]) -> Verdict:
    for finding in findings:
        verdict.issues.extend(finding(verdict))
    return verdict


def _read(document: FlowDocument, registry: Registry, issues: list[Issue], read: Decode) -> Verdict:
    past = passed_by(document, registry)
    enabled = enabled_part(document, past)
    nodes: dict[str, DecodedNode] = {}
    wrong: dict[str, Untold] = {}
    for spec in enabled.nodes:
        match read(spec, registry, issues):
            case DecodedNode() as decoded:
                nodes[spec.id] = decoded
            case Untold() as untold:
                wrong[spec.id] = untold
    draft = read_draft(enabled, nodes, document, past)
    parts = (draft.document, draft.nodes, draft.graph, draft.drawn, draft.past, draft.jumps)
    return Verdict(*parts, wrong, issues)
