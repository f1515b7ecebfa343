"""How a route asks for what the application holds: `services: GivenServices`."""

from litestar.di import NamedDependency

from api.hub import Hub
from api.permissions import Principal
from api.services import Services

GivenServices = NamedDependency[Services]
GivenPrincipal = NamedDependency[Principal]
GivenHub = NamedDependency[Hub]
