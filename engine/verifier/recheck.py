"""Checking one flow again and again while it is drawn: settings that were read before are not read again."""

import msgspec

from engine.errors import Issue
from engine.flow import FlowDocument, FlowNode
from engine.registry import Registry
from engine.rendering import Fields
from engine.verifier.check import Verdict, examine
from engine.verifier.issues import moved
from engine.verifier.reading import DecodedNode, decode_node
from engine.verifier.told import Told, Untold

MAX_KEPT = 8_000_000
"""Bytes that are remembered, as far as they can be told: the settings, and a fixed sum for what they decode to."""
COST = 1_600
"""Bytes that an entry takes beside its settings: the decoded node, what it tells of itself, its issues, and their places."""


class _Found(msgspec.Struct, frozen=True):
    """What a node type made of some settings."""

    issues: tuple[Issue, ...]
    told: Told | Untold | None
    fields: Fields


class Rechecker:
    """Finds the issues that `check` finds; remembers what each node type made of each settings."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._known: dict[tuple[str, bytes], _Found] = {}
        self._size = 0

    def check(self, document: FlowDocument) -> list[Issue]:
        """Every issue of the document; several threads may ask at once."""
        return self.examine(document).issues

    def examine(self, document: FlowDocument) -> Verdict:
        """The same with the nodes and the graph; their templates are not compiled."""
        return examine(document, self.registry, self._decode)

    def _decode(self, spec: FlowNode, registry: Registry, issues: list[Issue]) -> DecodedNode | Untold | None:
        key = spec.type, msgspec.json.encode(spec.config)
        found = self._known.get(key)
        if found is None:
            own: list[Issue] = []
            decoded = decode_node(spec, registry, own)
            found = _found(decoded, own)
            if spec.type in registry.kinds:  # what is unknown takes no time, and anybody may make it up
                self._remember(key, found)
        issues.extend(moved(issue, spec.id) for issue in found.issues)
        told = found.told
        return DecodedNode(spec.id, told.node, found.fields, told) if isinstance(told, Told) else told

    def _remember(self, key: tuple[str, bytes], found: "_Found") -> None:
        if self._size > MAX_KEPT:
            self._known, self._size = {}, 0
        self._known[key] = found
        self._size += COST + len(key[1]) * (1 + len(found.issues) + len(found.fields.reads))


def _found(decoded: DecodedNode | Untold | None, issues: list[Issue]) -> _Found:
    """What the fields read, without the compiled templates: those take more room than all the rest."""
    if not isinstance(decoded, DecodedNode):
        return _Found(tuple(issues), decoded, Fields(None, {}, decoded.reads if decoded else ()))
    fields = decoded.fields
    return _Found(tuple(issues), decoded.told, Fields(None, {}, fields.reads, fields.formulas))
