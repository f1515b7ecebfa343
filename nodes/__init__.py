"""The built-in nodes; NODES is what the registry loads, by the same door as anybody's."""

from nodes import buttons, data, flows, goals, logic, loops, messages, splits, triggers, waits, web

NODES = (
    *triggers.NODES,
    *messages.NODES,
    *buttons.NODES,
    *logic.NODES,
    *splits.NODES,
    *goals.NODES,
    *loops.NODES,
    *flows.NODES,
    *waits.NODES,
    *data.NODES,
    *web.NODES,
)
