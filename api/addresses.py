"""Where this installation reaches itself."""

from api.settings import Settings


def own_url(settings: Settings) -> str:
    """Where this installation reaches itself."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def simulator_url(settings: Settings) -> str:
    """The base address of the simulator's Graph API."""
    return f"{own_url(settings)}/simulator"


def media_url(settings: Settings, provider: str) -> str | None:
    """Where the provider of an account finds uploaded files; None when it cannot reach this installation."""
    return own_url(settings) if provider == "simulator" else settings.public_url
