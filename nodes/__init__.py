"""The built-in nodes; NODES is what the registry loads, by the same door as anybody's."""

from nodes import data, logic, messages, triggers, waits

NODES = (*triggers.NODES, *messages.NODES, *logic.NODES, *waits.NODES, *data.NODES)
