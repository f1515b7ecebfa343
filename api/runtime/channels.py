"""The channel of an account: Meta's Graph API, or the phone simulator of this installation."""

import httpx

from api.addresses import media_url, simulator_url
from api.settings import Settings
from nodes.adapters.channels.whatsapp.send import CloudChannel
from nodes.adapters.http import make_client, origin_of
from storage.outbox import Account
from storage.secrets import Vault, account_place


class Channels:
    """Builds channels and owns their HTTP client, which may reach the Graph address and the own simulator only."""

    def __init__(self, settings: Settings, vault: Vault) -> None:
        self._vault = vault
        self._media = {name: media_url(settings, name) for name in ("cloud", "simulator")}
        self._addresses = {"cloud": settings.graph_api_url, "simulator": simulator_url(settings)}
        self._client: httpx.AsyncClient = make_client(
            allowed_origins={origin_of(address) for address in self._addresses.values()}
        )

    def channel_of(self, account: Account) -> CloudChannel:
        """The channel that sends for this account."""
        return CloudChannel(
            self._client,
            phone_number_id=account.phone_number_id,
            access_token=self._vault.open(account.sealed_token, account_place("access_token", account.id)),
            base_url=self._addresses[account.provider],
            media_url=self._media[account.provider],
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
