"""What is wrong with the settings of a flow as a whole."""

from collections.abc import Iterator

import msgspec

from engine.errors import Issue
from engine.flow import EveryTime, FlowSettings, OncePerPeriod
from engine.rendering import compile_fields
from engine.schedules import Schedule
from engine.triggers import WebhookReceived
from engine.verifier.compiling import listening_problems
from engine.verifier.converting import Wrong, convert
from engine.verifier.issues import error, warning
from engine.verifier.reading import Draft
from engine.verifier.wrong import beside


def wrong_settings(draft: Draft) -> Iterator[Issue]:
    """What keeps the settings from being used."""
    converted = convert(FlowSettings, draft.document.settings)
    found = _found_in(converted) if isinstance(converted, FlowSettings) else _found_beside(converted)
    for issue in found:
        field = ".".join(filter(None, ("settings", issue.field)))
        yield msgspec.structs.replace(issue, field=field)


def _found_beside(wrong: Wrong) -> Iterator[Issue]:
    yield from (error("invalid_config", each.sentence, None, each.field) for each in wrong.complaints)
    if wrong.rest is not None:
        yield from beside(wrong, _found_in(wrong.rest))


def _found_in(settings: FlowSettings) -> Iterator[Issue]:
    found: list[Issue] = []
    compile_fields(settings, lambda path, text: found.append(error("refused_source", text, None, path)))
    yield from found
    for index, on in enumerate(settings.exit_on):
        yield from listening_problems(None, f"exitOn[{index}]", on)
    if isinstance(settings.reentry, OncePerPeriod) and not settings.reentry.period.length():
        yield error("invalid_config", "The period is at least one second long.", None, "reentry.period")


def rules_for_nobody(draft: Draft) -> Iterator[Issue]:
    """A rule of re-entry asks who enters; some triggers bring nobody."""
    converted = convert(FlowSettings, draft.document.settings)
    settings = converted if isinstance(converted, FlowSettings) else converted.rest
    rule = EveryTime() if settings is None else settings.reentry
    for decoded in draft.nodes.values() if not isinstance(rule, EveryTime) else ():
        on = getattr(decoded.node, "on", None)
        if isinstance(on, WebhookReceived) or (isinstance(on, Schedule) and on.audience is None):
            text = "This trigger brings no contact, so the rule of how often one may enter holds nobody back here."
            yield warning("reentry_without_contact", text, decoded.id, "on")


FINDINGS = (wrong_settings, rules_for_nobody)
