"""The one name node authors import."""

from engine.context import Context
from engine.errors import EvaluationFailed, ParleyError, RateLimited, Rejected, Unavailable
from engine.fields import Duration, ExpressionText, Identifier, Text, VariableName, hint
from engine.node import Node, Wait

__all__ = [
    "Context",
    "Duration",
    "EvaluationFailed",
    "ExpressionText",
    "Identifier",
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
