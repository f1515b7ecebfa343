"""The one name node authors import."""

from engine.context import Context
from engine.errors import EvaluationFailed, ParleyError, RateLimited, Rejected, Unavailable
from engine.fields import Duration, ExpressionText, Identifier, Text, VariableName, hint
from engine.model import Awaited, NamedEvent
from engine.node import Jump, Node, Wait

__all__ = [
    "Awaited",
    "Context",
    "Duration",
    "EvaluationFailed",
    "ExpressionText",
    "Identifier",
    "Jump",
    "NamedEvent",
    "Node",
    "ParleyError",
    "RateLimited",
    "Rejected",
    "Text",
    "Unavailable",
    "VariableName",
    "Wait",
    "hint",
]
