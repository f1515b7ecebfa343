"""The one name node authors import."""

from engine.context import Context
from engine.errors import EvaluationFailed, ParleyError, RateLimited, Rejected, Unavailable
from engine.facts import Mended, Passage, Write
from engine.fields import Duration, ExpressionText, Identifier, JsonText, Text, VariableName, WebAddress, hint
from engine.model import Awaited, NamedEvent
from engine.node import Jump, Node, Wait
from engine.outside import OutsideContext, OutsideNode
from engine.ports import HttpAnswer
from engine.retry import Retry

__all__ = [
    "Awaited",
    "Context",
    "Duration",
    "EvaluationFailed",
    "ExpressionText",
    "HttpAnswer",
    "Identifier",
    "JsonText",
    "Jump",
    "Mended",
    "NamedEvent",
    "Node",
    "OutsideContext",
    "OutsideNode",
    "ParleyError",
    "Passage",
    "RateLimited",
    "Rejected",
    "Retry",
    "Text",
    "Unavailable",
    "VariableName",
    "Wait",
    "WebAddress",
    "Write",
    "hint",
]
