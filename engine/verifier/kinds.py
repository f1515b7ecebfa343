"""Comparisons and calculations of values that do not fit together."""

from collections import defaultdict
from collections.abc import Iterator

from engine.errors import Issue
from engine.facts import ValueKind
from engine.fixes import SetField
from engine.kinds import misfits
from engine.names import SCOPE
from engine.verifier.issues import warning
from engine.verifier.names import variable
from engine.verifier.reading import Draft

ALWAYS: dict[str, ValueKind] = {item.path: item.kind for item in SCOPE}


def misfitting_values(draft: Draft) -> Iterator[Issue]:
    """What fails, or can never be true, because a value is of another kind."""
    kinds = kinds_of(draft)
    for decoded in draft.nodes.values():
        for field, source in decoded.fields.formulas:
            for misfit in misfits(source, kinds):
                fixes = (
                    [SetField("Read it as a number", decoded.id, field, misfit.mended)]
                    if misfit.mended
                    else ()
                )
                yield warning("values_do_not_fit", misfit.sentence, decoded.id, field, *fixes)
        for field, sentence in decoded.node.misfits(kinds):
            yield warning("values_do_not_fit", sentence, decoded.id, field)


def kinds_of(draft: Draft) -> dict[str, ValueKind]:
    """The kinds of all names; a variable that is written in several kinds may be any of them."""
    written: dict[str, set[ValueKind]] = defaultdict(set)
    for decoded in draft.nodes.values():
        for write in decoded.told.writes:
            written[variable(write.name)].add(write.kind)
    return ALWAYS | {name: kinds.pop() for name, kinds in written.items() if len(kinds) == 1}


FINDINGS = (misfitting_values,)
