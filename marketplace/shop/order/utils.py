"""Oscar's order creator with what it lacks: stock held under lock, unguessable numbers."""

import secrets

from oscar.apps.order import utils

from catalog.listing.cards import card_of
from marketplace.shop.core.numbers import NUMBER_BYTES, order_number


class OrderNumberGenerator(utils.OrderNumberGenerator):
    """Numbers that say nothing about the next order."""

    def order_number(self, basket: object = None) -> str:  # noqa: ARG002  Oscar's signature
        """Return a new number; the unique column is the net under a repetition."""
        return order_number(secrets.token_bytes(NUMBER_BYTES))


class OrderCreator(utils.OrderCreator):
    """Writes order and lines; the goods are held before, by ``catalog.actions.hold_stock``.

    Oscar's own ``StockRecord.allocate`` is an unconditional increment after an unlocked check: of
    eight buyers of the last bag it sells to eight.
    """

    def create_line_models(
        self, order: object, basket_line: object, extra_line_fields: dict[str, object] | None = None
    ) -> object:
        """Keep with the line what the buyer saw of the pack: products change, orders do not."""
        card = card_of(basket_line.product.listing_row)  # type: ignore[attr-defined]
        facts = {"pack": card.pack, "unit_price": card.unit_price}
        return super().create_line_models(
            order, basket_line, {**(extra_line_fields or {}), "facts": facts}
        )

    def update_stock_records(self, line: object) -> None:
        """Do nothing: ``place_order`` holds all lines at once, in one lock order."""
