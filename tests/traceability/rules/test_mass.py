from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.traceability.rules.bodies import BRAN, PADDY, RICE, kg, milled, observed
from traceability.rules.core.balance import event_balance
from traceability.rules.core.ledger import Ledger, Movement, Way, movements
from traceability.rules.core.mass import at_standard_moisture, mass_balance
from traceability.rules.core.view import View

TOLERANCES = {"gain_percent": Decimal(2), "loss_percent": Decimal(5)}
_KG = st.decimals(1, 10_000, places=1)


def test_drying_loses_water_and_nothing_else() -> None:
    wet, dry = Decimal(1000), Decimal("872.093")
    balance = mass_balance(wet, dry, moistures=(Decimal(25), Decimal(14)))

    assert at_standard_moisture(wet, Decimal(25)).quantize(Decimal("0.001")) == dry
    assert balance.verdict == "balanced"
    assert mass_balance(wet, dry).verdict == "loss"


def test_what_is_written_down_as_lost_is_accounted_for() -> None:
    assert mass_balance(Decimal(100), Decimal(90)).verdict == "loss"
    assert mass_balance(Decimal(100), Decimal(90), loss_kg=Decimal(10)).verdict == "balanced"
    assert mass_balance(Decimal(100), Decimal(103)).verdict == "gain"


@given(_KG, st.decimals(5, 35, places=1), st.decimals(5, 35, places=1))
def test_dry_matter_stays_whatever_the_moisture(kilograms: Decimal, a: Decimal, b: Decimal) -> None:
    other = kilograms * (100 - a) / (100 - b)

    balance = mass_balance(
        kilograms,
        other,
        moistures=(a, b),
        gain_percent=Decimal("0.001"),
        loss_percent=Decimal("0.001"),
    )

    assert balance.verdict == "balanced"


def test_a_milling_that_gives_more_than_went_in_is_a_gain() -> None:
    too_much = View(milled(5400, kg(RICE, 5000), kg(BRAN, 600)))
    plausible = View(milled(5400, kg(RICE, 3240), kg(BRAN, 486), **{"stt:lossKg": 1674}))

    found = event_balance(too_much, **TOLERANCES)
    fine = event_balance(plausible, **TOLERANCES)

    assert found is not None
    assert (found.verdict, found.difference_kg) == ("gain", Decimal(200))
    assert fine is not None
    assert fine.verdict == "balanced"


def test_what_was_not_weighed_is_not_judged() -> None:
    assert event_balance(View(milled(5400, kg(RICE, None))), **TOLERANCES) is None
    assert event_balance(View(milled(5400, kg(RICE, 900, ""))), **TOLERANCES) is None


def test_glaze_is_water_not_shrimp() -> None:
    tails = View(milled(100, kg(RICE, 110), **{"stt:glazingPercent": 20}))

    found = event_balance(tails, **TOLERANCES)

    assert found is not None
    assert found.out_kg == Decimal(88)


_WAYS: st.SearchStrategy[Way] = st.sampled_from(["make", "use", "arrive", "leave"])
_MOVES = st.lists(
    st.builds(
        Movement,
        way=_WAYS,
        uri=st.sampled_from([PADDY, RICE]),
        unit=st.just("KGM"),
        amount=_KG,
        is_own=st.just(True),
    ),
    max_size=60,
)


@given(_MOVES)
def test_any_sequence_of_events_that_passes_keeps_the_mass_balance(moves: list[Movement]) -> None:
    ledger = Ledger(tolerance_percent=Decimal(0))
    for move in moves:
        if not ledger.shortages([move]):
            ledger.add(move)

    for account in ledger.accounts.values():
        if account.usable:
            assert account.used <= account.usable or _used_before_known(account.usable, moves)
        if account.sendable and not account.is_open:
            assert account.total.get("leave", 0) <= account.sendable or _used_before_known(
                account.sendable, moves
            )


def _used_before_known(_amount: Decimal, moves: list[Movement]) -> bool:
    """Goods may be used before anybody says where they come from: nothing is known then."""
    seen: dict[str, bool] = {}
    for move in moves:
        if move.way in {"make", "arrive"}:
            seen[move.uri] = True
        elif not seen.get(move.uri):
            return True
    return False


@given(st.lists(st.tuples(st.booleans(), _KG), max_size=40))
def test_known_goods_are_never_used_up_more_than_once(steps: list[tuple[bool, Decimal]]) -> None:
    ledger = Ledger(tolerance_percent=Decimal(0))
    ledger.add(Movement("make", PADDY, "KGM", Decimal(5000)))
    made, used = Decimal(5000), Decimal(0)
    for is_harvest, amount in steps:
        move = Movement("make" if is_harvest else "use", PADDY, "KGM", amount)
        refused = ledger.shortages([move])
        assert bool(refused) == (not is_harvest and used + amount > made)
        if not refused:
            ledger.add(move)
            made, used = (made + amount, used) if is_harvest else (made, used + amount)

    assert used <= made


def test_shipping_and_receiving_move_goods_and_other_observations_do_not() -> None:
    ways = {
        step: [move.way for move in movements(View(observed(step, kg(PADDY, 10))))]
        for step in ("shipping", "receiving", "retail_selling", "storing", "inspecting")
    }

    assert ways == {
        "shipping": ["leave"],
        "receiving": ["arrive"],
        "retail_selling": ["leave"],
        "storing": [],
        "inspecting": [],
    }
    assert [move.amount for move in movements(View(observed("shipping", kg(PADDY, 2, "TNE"))))] == [
        Decimal(2000)
    ]
