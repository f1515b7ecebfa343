"""What is wrong with the settings of a flow as a whole."""

from collections.abc import Iterator

import msgspec

from engine.complaints import field_of, sentence_of
from engine.errors import Issue
from engine.flow import EveryTime, OncePerPeriod, read_settings
from engine.rendering import compile_fields
from engine.schedules import Schedule
from engine.triggers import WebhookReceived
from engine.verifier.issues import error, warning
from engine.verifier.reading import Draft, listening_problems


def wrong_settings(draft: Draft) -> Iterator[Issue]:
    """What keeps the settings from being used."""
    try:
        settings = read_settings(draft.document)
    except msgspec.ValidationError as complaint:
        field = ".".join(filter(None, ("settings", field_of(complaint))))
        yield error("invalid_config", sentence_of(complaint), None, field)
        return
    found: list[Issue] = []
    compile_fields(
        settings,
        lambda path, text: found.append(error("refused_source", text, None, f"settings.{path}")),
    )
    yield from found
    for index, on in enumerate(settings.exit_on):
        yield from listening_problems(None, f"settings.exitOn[{index}]", on)
    if isinstance(settings.reentry, OncePerPeriod) and not settings.reentry.period.length():
        text = "The period is at least one second long."
        yield error("invalid_config", text, None, "settings.reentry.period")


def rules_for_nobody(draft: Draft) -> Iterator[Issue]:
    """A rule of re-entry asks who enters; some triggers bring nobody."""
    try:
        rule = read_settings(draft.document).reentry
    except msgspec.ValidationError:
        return
    for decoded in draft.nodes.values() if not isinstance(rule, EveryTime) else ():
        on = getattr(decoded.node, "on", None)
        if isinstance(on, WebhookReceived) or (isinstance(on, Schedule) and on.audience is None):
            text = "This trigger brings no contact, so the rule of how often one may enter holds nobody back here."
            yield warning("reentry_without_contact", text, decoded.id, "on")


FINDINGS = (wrong_settings, rules_for_nobody)
