"""A recall at the moment of a payment: no deadlock, and no recalled pack is left to pack."""

from datetime import date
from functools import partial

import pytest

from marketplace.modules.lot_allocation.models import LotOffer, ParcelLot
from payments.actions import cancel_charge
from tests.factories.payments import pay
from tests.factories.shop import charge_of, make_goods, order_of, parcel_of, stock_of
from tests.marketplace.modules.lot_allocation.test_lots_of_orders import lot_of
from tests.marketplace.shop.test_races import at_once
from traceability.lots.actions import recall_lot

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("_round", range(3))
def test_a_recall_while_buyers_pay_and_give_up_leaves_no_recalled_pack_to_pack(
    _round: int,
) -> None:
    rice = make_goods(stock=0)
    sooner = lot_of(rice, "SOONER", 20, best_before=date(2099, 6, 1))
    later = lot_of(rice, "LATER", 20, best_before=date(2099, 12, 1))
    orders = [order_of((rice, 2)) for _order in range(8)]
    charges = [charge_of(parcel_of(order)) for order in orders]
    pay(charges[6])
    pay(charges[7])

    results = at_once(
        [
            partial(recall_lot, lot=sooner, reason="mẫu thử không đạt"),
            *(partial(pay, charge) for charge in charges[:6]),
            *(partial(cancel_charge, charge=charge, reason="gave up") for charge in charges[6:]),
        ]
    )

    assert not [result for result in results if isinstance(result, Exception)]
    chosen = ParcelLot.objects.filter(freed_at=None)
    assert {row.lot.code for row in chosen.select_related("lot")} == {"LATER"}
    assert sum(row.quantity for row in chosen) == 12
    assert LotOffer.objects.get(lot=sooner).taken == 0
    assert LotOffer.objects.get(lot=later).taken == 12
    assert stock_of(rice) == (20, 12)
