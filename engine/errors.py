"""What can go wrong, in three families: the author's mistake, the world's trouble, and our bug (any other exception)."""

from typing import ClassVar, Literal

import msgspec

from engine.fixes import Fix


class ParleyError(Exception):
    """A trouble with a sentence for people (`str(error)`) and a code for programs."""

    code: ClassVar[str] = "error"


class SourceRefused(ParleyError):
    """A template, expression, pattern or document that is refused before it runs."""

    code = "source_refused"


class EvaluationFailed(ParleyError):
    """A template, expression or node that failed while an execution ran; the step is Failed with this sentence."""

    code = "evaluation_failed"


class NodeInterrupted(BaseException):
    """Raised into a node that holds the loop too long; a BaseException so that no node catches it by accident."""


class VendorError(ParleyError):
    """A call to the outside did not work."""

    code = "vendor_error"


class Rejected(VendorError):
    """The vendor refused for good; trying again changes nothing."""

    code = "rejected"

    def __init__(self, sentence: str, vendor_code: int | None = None) -> None:
        super().__init__(sentence)
        self.vendor_code = vendor_code


class RateLimited(VendorError):
    """The vendor asks to wait `after` seconds, for the whole account or for this contact alone."""

    code = "rate_limited"

    def __init__(self, sentence: str, after: float, scope: Literal["account", "contact"] = "account") -> None:
        super().__init__(sentence)
        self.after = after
        self.scope = scope


class Unavailable(VendorError):
    """No usable answer. `sent` tells whether the request may have arrived, so that its outcome is unknown."""

    code = "unavailable"

    def __init__(self, sentence: str, sent: bool) -> None:
        super().__init__(sentence)
        self.sent = sent


class BadCredentials(VendorError):
    """The vendor refused our credentials; the account needs a person."""

    code = "bad_credentials"


class Issue(msgspec.Struct, frozen=True, rename="camel"):
    """What `check` finds: one sentence at one place of a flow, and changes that would mend it."""

    severity: Literal["error", "warning"]
    code: str
    message: str
    node_id: str | None = None
    field: str | None = None
    fixes: tuple[Fix, ...] = ()
