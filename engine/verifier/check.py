"""The verifier's entry: everything that is wrong with a document, in one go."""

from engine.disabled import enabled_part
from engine.errors import Issue
from engine.flow import FlowDocument
from engine.registry import Registry
from engine.simulator.reading import wrong_tests
from engine.verifier import data, kinds, loops, settings, structure, ways, window
from engine.verifier.reading import Decode, Draft, decode_node, read_draft

OF_DOCUMENT = (*structure.OF_DOCUMENT, wrong_tests)

FINDINGS = (
    *(*settings.FINDINGS, *structure.FINDINGS, *loops.FINDINGS),
    *(*ways.FINDINGS, *data.FINDINGS, *kinds.FINDINGS, *window.FINDINGS),
)
"""What is asked of a document whose nodes are read, in the order in which issues are told."""


class Verdict(Draft):
    """What reading a document gave: a draft with its issues."""

    issues: list[Issue]

    @property
    def is_publishable(self) -> bool:
        """Whether no issue is an error."""
        return all(issue.severity != "error" for issue in self.issues)


def check(document: FlowDocument, registry: Registry) -> list[Issue]:
    """Every issue of the document, in the order of its nodes; one error never hides another."""
    return examine(document, registry).issues


def examine(document: FlowDocument, registry: Registry, decode: Decode | None = None) -> Verdict:
    """Decode, compile and check the document; `decode` may stand in for `decode_node`."""
    read = decode or decode_node
    issues = [issue for finding in OF_DOCUMENT for issue in finding(document)]
    document = enabled_part(document, registry)
    nodes = {
        spec.id: decoded for spec in document.nodes if (decoded := read(spec, registry, issues)) is not None
    }
    draft = read_draft(document, nodes)
    for finding in FINDINGS:
        issues.extend(finding(draft))
    return Verdict(draft.document, draft.nodes, draft.graph, draft.arrivals, issues)
