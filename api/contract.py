"""What the editor's types are made from: the OpenAPI document, and the settings of the built-in nodes; without a database."""

from pathlib import Path
from typing import Any

import msgspec

from api.app import create_app
from api.services import Services
from api.settings import ROOT, Settings
from engine.node import tag_of
from engine.ports import Secret
from engine.registry import Registry, load_registry
from nodes import NODES
from storage.secrets import Vault

GENERATED = ROOT / "editor" / "src" / "generated"


def write_contract(folder: Path = GENERATED) -> list[Path]:
    """Write both documents into `folder`; answers where they are."""
    documents = {"openapi.json": openapi_document(), "nodes.json": nodes_document()}
    for name, document in documents.items():
        text = msgspec.json.format(msgspec.json.encode(document, order="sorted"))
        (folder / name).write_bytes(text + b"\n")
    return [folder / name for name in documents]


def openapi_document() -> dict[str, Any]:
    """The API as OpenAPI 3.1; the key is made up, nothing is signed with it."""
    key = Secret("only-for-the-contract")
    settings = Settings(data_dir=Path(), secret_keys=(key,))
    app = create_app(Services(settings=settings, registry=load_registry(), vault=Vault([key])))
    return app.openapi_schema.to_schema()


def nodes_document() -> dict[str, Any]:
    """The settings of every built-in node as OpenAPI 3.1 components; `NodeConfigs` lists them by tag."""
    kinds = Registry(NODES).kinds.values()
    references, schemas = msgspec.json.schema_components(
        list(kinds), ref_template="#/components/schemas/{name}"
    )
    for kind in kinds:  # the tag stands beside the settings, not in them
        own = schemas[kind.__name__]
        own["properties"] = {name: rule for name, rule in own["properties"].items() if name != "$tag"}
        own["required"] = [name for name in own["required"] if name != "$tag"]
    tags = {tag_of(kind): reference for kind, reference in zip(kinds, references, strict=True)}
    schemas["NodeConfigs"] = {"type": "object", "properties": tags, "required": list(tags)}
    info = {"title": "The settings of Parley's nodes", "version": "1"}
    return {"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas}}
