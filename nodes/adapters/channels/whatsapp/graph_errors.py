"""What Graph's error codes mean for the sender: refused for good, too fast, out of order, or not allowed.

Codes: https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
"""

from engine.errors import BadCredentials, RateLimited, Rejected, Unavailable, VendorError
from nodes.adapters.channels.whatsapp.payloads import Error

ACCOUNT_IN_TROUBLE = frozenset({368, 131031, 131048, 131064})
"""Rejections that concern the whole account: stop its campaigns and show its health as Critical."""

ACCOUNT_LIMITS = {4: 60.0, 80007: 60.0, 130429: 1.0}
"""Seconds to wait when the answer names none."""

CONTACT_LIMIT = 131056
CONTACT_SECONDS = 6.0
"""One message in six seconds to one person; the sender grows it with every attempt."""

BAD_CREDENTIALS = frozenset({0, 10, 190, *range(200, 300)})
TEMPORARY = frozenset({1, 2, 131000, 131016, 131057, 135000})

TEMPLATE = "check the template in WhatsApp Manager"
NEXT_STEPS = {
    33: "check the account's phone number id",
    100: "check the account's phone number id and the message's content",
    368: "open WhatsApp Manager, the account is blocked for a while",
    131021: "send to another number than the account's own",
    131026: "ask the contact for another number or an up-to-date WhatsApp",
    131030: "add the number to the test account's list of recipients",
    131031: "open WhatsApp Manager, the account is locked",
    131047: "send a template, the contact wrote more than 24 hours ago",
    131048: "pause campaigns, too many people reported or blocked the account",
    131049: "send later, the contact receives too much marketing",
    131050: "stop marketing to this contact, they opted out",
    131062: "send to the contact's phone number",
    131064: "pause campaigns, the account's limit was cut for its templates",
    **dict.fromkeys((132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016), TEMPLATE),
    130472: "leave this contact out, they are part of an experiment of Meta's",
}


def error_of(status: int, error: Error, account: str, wait: float | None) -> VendorError:
    """The trouble behind a Graph error. `wait`: the seconds the answer asked for, when it did."""
    code = error.code
    said = _words(error)
    if code in BAD_CREDENTIALS or status == 401:
        return BadCredentials(f"Account '{account}' was refused ({said}): renew its token.")
    if code == CONTACT_LIMIT:
        seconds = CONTACT_SECONDS if wait is None else wait
        return RateLimited(f"WhatsApp wants a pause for this contact ({said}).", seconds, "contact")
    if code in ACCOUNT_LIMITS or (status == 429 and code not in NEXT_STEPS):
        seconds = ACCOUNT_LIMITS.get(code or 0, 1.0) if wait is None else wait
        return RateLimited(f"Account '{account}' is sending too fast ({said}).", seconds, "account")
    if code in TEMPORARY or (status >= 500 and code not in NEXT_STEPS):
        return Unavailable(f"WhatsApp has trouble ({said}): it is tried again.", sent=False)
    step = NEXT_STEPS.get(code or 0, "look the code up in Meta's list of errors")
    return Rejected(f"WhatsApp refused the message ({said}): {step}.", code)


def _words(error: Error) -> str:
    details = error.error_data.details if error.error_data else None
    said = (details or error.message or error.title or "no reason given").strip().rstrip(".")
    return f"{error.code}, {said[:500]}"
