"""Oscar's basket cookie without its offers.

Oscar applies offers on every request that touches a filled basket (21 queries); offers stay
switched off until each discount has a seller and a named funder.
"""

from django.http import HttpRequest
from oscar.apps.basket import middleware


class BasketMiddleware(middleware.BasketMiddleware):
    """Loads ``request.basket`` when somebody asks for it."""

    def apply_offers_to_basket(self, request: HttpRequest, basket: object) -> None:
        """Apply nothing."""
