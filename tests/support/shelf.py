"""The flows as the server holds them: what a test of the editor begins with and compares with."""

from typing import Any

import httpx

Document = dict[str, Any]


class Shelf:
    """The flows of the person whose client this is."""

    def __init__(self, api: httpx.Client) -> None:
        self.api = api

    def add(self, document: Document) -> int:
        """Store a new flow; answers its id."""
        flow_id: int = self.api.post("/api/flows", json=document).raise_for_status().json()["id"]
        return flow_id

    def flow(self, flow_id: int) -> Document:
        """The flow with its revision."""
        flow: Document = self.api.get(f"/api/flows/{flow_id}").raise_for_status().json()
        return flow

    def document(self, flow_id: int) -> Document:
        """The draft."""
        document: Document = self.flow(flow_id)["document"]
        return document

    def node(self, flow_id: int, node_id: str) -> Document:
        """One node of the draft."""
        nodes: list[Document] = self.document(flow_id)["nodes"]
        return next(node for node in nodes if node["id"] == node_id)

    def save(self, flow_id: int, document: Document) -> None:
        """Save as somebody else would: over whatever is there."""
        saved = {"revision": self.flow(flow_id)["revision"], "document": document}
        self.api.put(f"/api/flows/{flow_id}", json=saved).raise_for_status()
