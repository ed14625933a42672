from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import override_settings
from django.utils import timezone

from marketplace.base.accounts.models import User
from marketplace.kernel.clock import now
from marketplace.kernel.models import AuditRow
from tests.factories.traceability import (
    make_cooperative,
    make_item,
    make_lot,
    make_serials,
    make_user,
)
from traceability.epcis.actions import capture
from traceability.epcis.core import build
from traceability.epcis.core.build import About, When
from traceability.epcis.core.elements import Quantity
from traceability.errors import ReasonMissingError
from traceability.lots import kinship
from traceability.lots.actions import recall_lot, record_event
from traceability.lots.identity import lot_element, pack_element
from traceability.lots.models import Lot, LotState, Recall
from traceability.lots.recording import StepEntry, own
from traceability.models import Party
from traceability.recall.actions import (
    CaseWords,
    Returned,
    close_case,
    decide,
    drop_case,
    leave_out,
    note_authority,
    note_receiver_told,
    note_recovery,
    open_case,
    rescope,
    take_in,
)
from traceability.recall.drill import run_drill
from traceability.recall.errors import (
    AuthorityIncompleteError,
    CaseMovedOnError,
    NothingInScopeError,
    NotTheDeciderError,
    ScopeChangedError,
    SecondPersonError,
    TooMuchRecoveredError,
)
from traceability.recall.models import CaseState, RecallCase
from traceability.recall.queries import case_view, needs_word
from traceability.recall.scope import start_uri

pytestmark = pytest.mark.django_db

GTINS = ("09520600012353", "09520600012360", "09520600012377")


@pytest.fixture
def member() -> User:
    return make_user()


@pytest.fixture
def party(member: User) -> Party:
    return make_cooperative(member)


@pytest.fixture
def lots(party: Party) -> list[Lot]:
    """Rice in bulk, and two sizes of bags made of it."""
    found = [
        make_lot(make_item(party, gtin14=gtin), code=f"L{number}", quantity=100)
        for number, gtin in enumerate(GTINS)
    ]
    packed(party, found[0], found[1:])
    return found


def packed(party: Party, source: Lot, results: list[Lot]) -> None:
    about = About(when=When(time=datetime(2026, 2, 1, tzinfo=UTC)))
    body = build.transformation(
        about,
        [Quantity(lot_element(source), Decimal(10))],
        [Quantity(lot_element(lot), Decimal(5)) for lot in results],
    )
    capture(body=own(body), party=party)


def opened(lot: Lot, user: User | None = None, **words: object) -> RecallCase:
    return open_case(
        party=lot.item.party,
        starts={lot_element(lot): lot.code},
        words=CaseWords(**{"reason": "Dư lượng", **words}),  # type: ignore[arg-type]
        acting_user=user,
    )


def state(lot: Lot) -> str:
    lot.refresh_from_db()
    return lot.state


def test_the_scope_is_the_lot_and_all_that_was_made_of_it(lots: list[Lot]) -> None:
    case = opened(lots[0])

    ways = {row.lot.code: row.way for row in case.lots.select_related("lot")}
    assert ways == {"L0": "start", "L1": "forward", "L2": "forward"}
    assert case.number == f"TH-{timezone.localdate():%y%m}-001"
    assert [state(lot) for lot in lots] == ["open", "open", "open"]


def test_the_family_goes_back_to_the_ingredients_and_on_from_there(lots: list[Lot]) -> None:
    case = opened(lots[1])
    assert case.lots.count() == 1

    rescope(case=case, reach="family")

    ways = {row.lot.code: row.way for row in case.lots.select_related("lot")}
    assert ways == {"L1": "start", "L0": "backward", "L2": "forward"}


def test_a_decision_recalls_every_lot_of_the_scope_in_one_transaction(
    lots: list[Lot], member: User
) -> None:
    case = opened(lots[0], guidance="Giữ nguyên túi")

    case = decide(case=case, acting_user=member)

    assert [state(lot) for lot in lots] == ["recalled"] * 3
    assert case.state == CaseState.DECIDED
    assert case.shown_until == timezone.localdate() + timedelta(days=9)
    assert {recall.guidance for recall in Recall.objects.all()} == {"Giữ nguyên túi"}
    assert AuditRow.objects.filter(action="recall_case.decided").count() == 1


def test_a_lot_left_out_with_a_reason_stays_on_sale(lots: list[Lot], member: User) -> None:
    case = opened(lots[0])
    row = case.lots.get(lot=lots[2])
    with pytest.raises(ReasonMissingError):
        leave_out(row=row, reason=" ")
    leave_out(row=row, reason="Đóng từ lúa khác")

    decide(case=case, acting_user=member)

    assert state(lots[2]) == LotState.OPEN
    take_in(row=case.lots.get(lot=lots[2]))
    decide(case=case, acting_user=member)
    assert state(lots[2]) == LotState.RECALLED


def test_nothing_is_recalled_when_all_is_left_out(lots: list[Lot], member: User) -> None:
    case = opened(lots[1])
    leave_out(row=case.lots.get(), reason="Nhầm lô")

    with pytest.raises(NothingInScopeError):
        decide(case=case, acting_user=member)


def test_the_second_of_two_tabs_hears_that_it_is_decided(lots: list[Lot], member: User) -> None:
    case = opened(lots[0])
    decide(case=case, acting_user=member)

    with pytest.raises(CaseMovedOnError):
        decide(case=case, acting_user=member)

    assert Recall.objects.count() == 3


def test_lots_the_decider_did_not_see_stop_the_decision(lots: list[Lot], member: User) -> None:
    case = opened(lots[0])

    with pytest.raises(ScopeChangedError):
        decide(case=case, acting_user=member, seen=[lots[0].pk])

    assert Recall.objects.count() == 0


def test_a_lot_under_recall_joins_with_the_recall_it_has(lots: list[Lot], member: User) -> None:
    before = recall_lot(lot=lots[1], reason="Sớm hơn")
    case = opened(lots[0])

    decide(case=case, acting_user=member)

    assert case.lots.get(lot=lots[1]).recall == before
    assert Recall.objects.count() == 3


def test_a_stranger_may_not_decide(lots: list[Lot]) -> None:
    case = opened(lots[0])

    with pytest.raises(NotTheDeciderError):
        decide(case=case, acting_user=make_user("+84900000055"))

    assert state(lots[0]) == LotState.OPEN


@override_settings(RECALL_FOUR_EYES=True)
def test_four_eyes_ask_for_a_second_person(lots: list[Lot], member: User, party: Party) -> None:
    other = make_user("+84900000066")
    party.members.add(other)
    case = opened(lots[0], member)

    with pytest.raises(SecondPersonError):
        decide(case=case, acting_user=member)

    assert decide(case=case, acting_user=other).decided_by == other


def test_lots_of_another_party_wait_for_staff(lots: list[Lot], member: User) -> None:
    other = Party.objects.create(kind="enterprise", name="Nhà máy")
    theirs = make_lot(make_item(other, gtin14="09520600012384"), code="X1")
    packed(lots[0].item.party, lots[0], [theirs])
    case = opened(lots[0])

    decide(case=case, acting_user=member)
    assert state(theirs) == LotState.OPEN
    assert case_view(case, member).has_waiting

    decide(case=case, acting_user=make_user("+84900000044", is_superuser=True, is_staff=True))
    assert state(theirs) == LotState.RECALLED


def test_an_authority_s_decision_needs_name_number_and_time(lots: list[Lot]) -> None:
    case = opened(lots[0])
    with pytest.raises(AuthorityIncompleteError):
        note_authority(case=case, authority="Chi cục", number="", decided_at=now())
    later = now() + timedelta(hours=1)
    with pytest.raises(AuthorityIncompleteError):
        note_authority(case=case, authority="Chi cục", number="1", decided_at=later)

    early = now() - timedelta(hours=3)
    case = note_authority(case=case, authority="Chi cục", number="12/QĐ", decided_at=early)

    clock = case_view(case, make_user("+84900000033")).clock
    assert clock is not None
    assert (clock.hours, clock.is_over) == (20, False)


def test_what_came_back_is_never_more_than_was_made(lots: list[Lot], member: User) -> None:
    case = decide(case=opened(lots[1]), acting_user=member)
    some = Returned(lot=lots[1], place="Kho", packs=60, treatment="destroy")
    note_recovery(case=case, returned=some, acting_user=member)

    with pytest.raises(TooMuchRecoveredError):
        note_recovery(case=case, returned=some, acting_user=member)

    assert case_view(case, member).back == 60


def test_closing_ends_the_recalls_that_still_run(lots: list[Lot], member: User) -> None:
    case = decide(case=opened(lots[0]), acting_user=member)

    case = close_case(
        case=case,
        outcome="completed",
        reason="Đã nhận đủ",
        measures="Đổi thuốc",
        acting_user=member,
    )

    assert [state(lot) for lot in lots] == ["closed"] * 3
    assert (case.state, case.measures) == (CaseState.CLOSED, "Đổi thuốc")
    with pytest.raises(CaseMovedOnError):
        close_case(case=case, outcome="completed", reason="Lần nữa", acting_user=member)


def test_a_doubt_may_end_without_a_recall(lots: list[Lot], member: User) -> None:
    case = drop_case(case=opened(lots[0]), reason="Phiếu của lô khác", acting_user=member)

    assert case.state == CaseState.DROPPED
    assert state(lots[0]) == LotState.OPEN


def test_a_drill_measures_and_touches_nothing(lots: list[Lot], member: User) -> None:
    case = opened(lots[0], is_drill=True)
    with pytest.raises(CaseMovedOnError):
        decide(case=case, acting_user=member)

    case = run_drill(case=case, acting_user=member)

    assert case.number.startswith("DT-")
    assert case.measured["lots"] == 3
    assert case.measured["scope_seconds"] >= 0
    assert Recall.objects.count() == 0
    assert [state(lot) for lot in lots] == ["open"] * 3
    with pytest.raises(CaseMovedOnError):
        run_drill(case=case, acting_user=member)


def test_a_week_without_a_word_is_overdue(lots: list[Lot], member: User) -> None:
    case = decide(case=opened(lots[1]), acting_user=member)
    assert not needs_word(case)

    case.decided_at = now() - timedelta(days=8)
    assert needs_word(case)
    some = Returned(lot=lots[1], place="Kho", packs=1, treatment="stored")
    note_recovery(case=case, returned=some, acting_user=member)

    assert not needs_word(case)


def test_who_received_in_bulk_is_listed_once(lots: list[Lot]) -> None:
    for day in (3, 4):
        at = datetime(2026, 2, day, tzinfo=UTC)
        entry = StepEntry(
            step="ship", happened_at=at, quantity=Decimal(40), receiver="Siêu thị mẫu"
        )
        record_event(lot=lots[1], entry=entry)

    case = opened(lots[0])

    (receiver,) = case.receivers.all()
    assert (receiver.name, receiver.words) == ("Siêu thị mẫu", "40 gói")
    assert receiver.told_at is None
    note_receiver_told(receiver=receiver)
    first = case.receivers.get().told_at
    note_receiver_told(receiver=receiver)
    assert case.receivers.get().told_at == first is not None


def test_a_doubted_pack_leads_to_its_lot(lots: list[Lot]) -> None:
    pack = make_serials(lots[1], 1)[0]

    uri = start_uri(pack.code, lots[1].item.party)
    case = open_case(
        party=lots[1].item.party, starts={uri: pack.code}, words=CaseWords(reason="Có sâu")
    )

    assert [row.lot for row in case.lots.all()] == [lots[1]]


@pytest.mark.parametrize("typed", ["L1", "l1", "https://id.gs1.org/01/09520600012360/10/L1"])
def test_a_lot_is_found_by_code_and_by_link(lots: list[Lot], typed: str) -> None:
    assert start_uri(typed, lots[1].item.party) == lot_element(lots[1])


def test_a_scope_follows_the_box_of_one_pack_of_a_big_lot(
    lots: list[Lot], party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinship, "MOST_NAMED", 1)
    pack = make_serials(lots[1], 3)[1]
    about = About(when=When(time=datetime(2026, 2, 5, tzinfo=UTC)))
    body = build.transformation(
        about, [Quantity(lot_element(lots[1]))], [Quantity(lot_element(lots[2]), Decimal(1))]
    )
    del body["inputQuantityList"]
    body["inputEPCList"] = [pack_element(pack, pack.lot.item.gtin14)]
    capture(body=own(body), party=party)

    ways = {row.lot.code for row in opened(lots[1]).lots.select_related("lot")}

    assert ways == {"L1", "L2"}
