"""The OpenAPI document, made without a database."""

from pathlib import Path
from typing import Any

from api.app import create_app
from api.services import Services
from api.settings import ROOT, Settings
from engine.ports import Secret
from engine.registry import load_registry
from storage.secrets import Vault

OPENAPI_FILE = ROOT / "editor" / "src" / "generated" / "openapi.json"


def openapi_document() -> dict[str, Any]:
    """The API as OpenAPI 3.1; the key is made up, nothing is signed with it."""
    key = Secret("only-for-the-contract")
    settings = Settings(data_dir=Path(), secret_keys=(key,))
    app = create_app(Services(settings=settings, registry=load_registry(), vault=Vault([key])))
    return app.openapi_schema.to_schema()
