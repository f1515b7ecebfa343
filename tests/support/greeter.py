"""A flow that asks and then needs a nickname: whoever has none fails there, and others wait; and the customers who write to it."""

from typing import Any

import httpx
from running import wait_for

FLOW = {
    "formatVersion": 1,
    "name": "Nicknames",
    "nodes": [
        {
            "id": "start",
            "type": "trigger",
            "position": {"x": 0, "y": 0},
            "config": {"on": {"type": "message_received", "match": "any"}},
        },
        {
            "id": "ask",
            "type": "wait_for_reply",
            "position": {"x": 320, "y": 0},
            "config": {"saveTo": "answer", "timeout": {"days": 1}},
        },
        {
            "id": "nick",
            "type": "set_variable",
            "position": {"x": 640, "y": 0},
            "config": {"name": "nick", "value": "{{ contact.fields.nick }}"},
        },
        {"id": "done", "type": "end", "position": {"x": 960, "y": 0}, "config": {"outcome": "greeted"}},
    ],
    "edges": [
        {"id": "e1", "source": "start", "sourceHandle": "out", "target": "ask"},
        {"id": "e2", "source": "ask", "sourceHandle": "replied", "target": "nick"},
        {"id": "e3", "source": "nick", "sourceHandle": "out", "target": "done"},
    ],
    "settings": {},
}


class Greeter:
    """The published flow in the demo workspace, whose own flow is taken off."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api
        demo = api.post("/api/demo").raise_for_status().json()
        self.account_id: int = demo["accountId"]
        for flow in api.get("/api/flows").json()["items"]:
            api.post(f"/api/flows/{flow['id']}/unpublish").raise_for_status()
        self.flow_id: int = api.post("/api/flows", json=FLOW).raise_for_status().json()["id"]
        api.post(f"/api/flows/{self.flow_id}/publish").raise_for_status()

    def hear(self, name: str, phone: str, text: str) -> None:
        """A customer writes."""
        typed = {"accountId": self.account_id, "phone": phone, "name": name, "text": text}
        self.api.post("/api/phone/messages", json=typed).raise_for_status()

    def reach(self, name: str, phone: str, **state: Any) -> int:
        """Write once, and go on until this customer's newest execution is like that; answers its id."""
        self.hear(name, phone, "hello")
        self.until(phone, waitingFor="reply")
        if state.get("waitingFor") != "reply":
            self.hear(name, phone, "yes")
        return self.until(phone, **state)

    def until(self, phone: str, **state: Any) -> int:
        """Wait until this customer's newest execution is like that; answers its id."""

        def look() -> int | None:
            found = self.api.get(f"/api/flows/{self.flow_id}/executions", params={"search": phone}).json()
            for execution in found["items"][:1]:
                if all(execution[name] == value for name, value in state.items()):
                    return int(execution["id"])
            return None

        execution_id: int = wait_for(look)
        return execution_id

    def nickname(self, phone: str, nick: str) -> None:
        """Give a contact what they lack."""
        (contact,) = (c for c in self.api.get("/api/contacts").json()["items"] if c["phone"] == phone)
        self.api.patch(
            f"/api/contacts/{contact['id']}", json={"customFields": {"nick": nick}}
        ).raise_for_status()
