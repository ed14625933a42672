from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from marketplace.base.accounts.models import User
from tests.factories.traceability import make_cooperative, make_item, make_lot, make_user
from traceability.identifiers import IdentifierDraft, give_identifier
from traceability.lots.models import Lot
from traceability.models import Party
from traceability.rules.actions import (
    CertificateDraft,
    GoodsDraft,
    add_certificate,
    judge_certificate,
    tell_goods,
)
from traceability.rules.core.completeness import REQUIREMENTS, LotFacts, missing
from traceability.rules.errors import CertificateJudgedError, CertificateTakenError
from traceability.rules.models import Certificate, Finding
from traceability.rules.queries import certificates_of, certificates_on, gaps
from traceability.rules.words import ARTICLES, GAPS

WHOLE = LotFacts(
    name="Gạo ST25",
    picture="art/st25.svg",
    gtin="09520600012353",
    producer="HTX Rạch Gò",
    address="Ấp mẫu 1",
    identifier="9520600090016",
    origin="Xã Hòa Tú",
    steps=frozenset({"harvest", "pack"}),
    produced_on=date(2026, 1, 11),
    best_before=date(2027, 1, 11),
    certificates=1,
    has_warning=True,
    has_code=True,
)


def test_a_whole_story_lacks_nothing() -> None:
    assert missing(WHOLE) == []


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({"name": ""}, ["circular.name"]),
        ({"picture": ""}, ["circular.picture"]),
        ({"producer": ""}, ["circular.producer"]),
        ({"address": ""}, ["circular.address"]),
        ({"produced_on": None}, ["circular.time"]),
        ({"best_before": None}, ["circular.shelf_life", "decree.expiry"]),
        ({"gtin": ""}, ["decree.gtin"]),
        ({"identifier": ""}, ["decree.identifier"]),
        ({"origin": ""}, ["decree.origin"]),
        ({"steps": frozenset({"pack"})}, ["decree.grown"]),
        ({"steps": frozenset({"catch"})}, ["decree.packed"]),
        ({"certificates": 0}, ["decree.certificate"]),
        ({"has_warning": False}, ["decree.warning"]),
        ({"has_code": False}, ["circular.code"]),
    ],
)
def test_each_missing_thing_is_named(change: dict[str, object], rules: list[str]) -> None:
    assert [one.rule for one in missing(replace(WHOLE, **change))] == rules  # type: ignore[arg-type]


def test_every_requirement_has_its_words_and_its_article() -> None:
    assert {one.rule for one in REQUIREMENTS} == set(GAPS)
    assert {one.article for one in REQUIREMENTS} == set(ARTICLES)


@pytest.fixture
def member(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def party(member: User) -> Party:
    return make_cooperative(member)


@pytest.fixture
def lot(party: Party) -> Lot:
    return make_lot(make_item(party))


def certificate(valid_to: date = date(2026, 6, 30)) -> CertificateDraft:
    return CertificateDraft(
        scheme="vietgap",
        number="VG-TEST-1",
        issuer="Tổ chức chứng nhận mẫu",
        valid_from=date(2025, 7, 1),
        valid_to=valid_to,
    )


def rules_of(lot: Lot) -> list[str]:
    return [gap.rule for gap in gaps(lot)]


@pytest.mark.django_db
def test_every_gap_of_a_new_lot_leads_to_a_page_that_fills_it(client: Client, lot: Lot) -> None:
    found = gaps(lot)

    assert [gap.rule for gap in found] == [
        "circular.picture",
        "circular.address",
        "decree.certificate",
        "decree.warning",
    ]
    assert [client.get(gap.fix_url).status_code for gap in found] == [200] * 4
    with translation.override("vi"):
        assert gaps(lot)[0].sentence == "Chưa có hình của hàng."


@pytest.mark.django_db
def test_filling_the_forms_makes_the_story_whole(client: Client, lot: Lot) -> None:
    party = lot.item.party
    client.post(f"/ban/noi/ben/{party.pk}/", {"address": "Ấp mẫu 1"})
    page = f"/ban/lo/{lot.link_code}/thieu-gi/"
    client.post(f"{page}hang/", {"picture": "art/st25.svg", "needs_no_warning": "on"})
    sent = client.post(
        "/ban/noi/giay/moi/",
        {
            "party": party.pk,
            "scheme": "vietgap",
            "number": "VG-1",
            "issuer": "Tổ chức mẫu",
            "valid_from": "2025-01-01",
            "valid_to": "2099-01-01",
        },
    )
    assert sent.status_code == 302
    lot = Lot.objects.get(pk=lot.pk)
    assert rules_of(lot) == ["decree.certificate"]

    judge_certificate(certificate=Certificate.objects.get(), state="confirmed")
    assert rules_of(lot) == []
    shown = client.get(page).content.decode()
    assert "Không thiếu gì" in shown
    assert "VietGAP VG-1" in shown


@pytest.mark.django_db
def test_a_certificate_counts_on_the_day_the_lot_was_made(lot: Lot) -> None:
    row = add_certificate(party=lot.item.party, draft=certificate())
    assert certificates_of(lot) == []

    judge_certificate(certificate=row, state="confirmed")
    (held,) = certificates_of(lot)
    late = make_lot(lot.item, code="SAU", harvested_on=None, packed_on=date(2026, 7, 1))

    assert held.is_over
    assert certificates_of(late) == []
    assert list(certificates_on(lot.item.party, date(2026, 6, 30))) == [row]


@pytest.mark.django_db
def test_a_withdrawn_certificate_held_until_it_was_withdrawn(lot: Lot) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    row = add_certificate(party=lot.item.party, draft=certificate(tomorrow))
    judge_certificate(certificate=row, state="confirmed")
    judge_certificate(certificate=row, state="withdrawn", reason="Thu hồi theo công văn mẫu")

    assert [held.is_over for held in certificates_of(lot)] == [True]
    assert not certificates_on(lot.item.party, timezone.localdate()).exists()
    with pytest.raises(CertificateJudgedError):
        judge_certificate(certificate=row, state="confirmed")
    with pytest.raises(CertificateTakenError):
        add_certificate(party=lot.item.party, draft=certificate())


@pytest.mark.django_db
def test_the_code_of_the_maker_must_be_in_force_when_the_lot_was_made(lot: Lot) -> None:
    party = lot.item.party
    Party.objects.filter(pk=party.pk).update(gln=None)
    late = IdentifierDraft(scheme="tax_code", value="0000001010", valid_from=date(2026, 2, 1))
    give_identifier(owner=Party.objects.get(pk=party.pk), draft=late)

    assert "decree.identifier" in rules_of(Lot.objects.get(pk=lot.pk))


@pytest.mark.django_db
def test_the_lot_page_shows_gaps_and_findings_and_takes_an_explanation(
    client: Client, lot: Lot
) -> None:
    finding = Finding.objects.create(
        rule="germination.percent",
        event=lot.events.earliest("event_time"),
        party=lot.item.party,
        numbers={"value": "60", "minimum": "80", "maximum": "100"},
    )
    page = client.get(f"/ban/lo/{lot.link_code}/").content.decode()
    assert "Hạt giống nảy mầm 60 %; thường từ 80 đến 100." in page
    assert "Chưa có hình của hàng." in page

    url = f"/ban/lo/{lot.link_code}/thieu-gi/{finding.uuid}/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Giống cũ"}, follow=True).status_code == 200
    finding.refresh_from_db()
    assert (finding.state, finding.reason) == ("explained", "Giống cũ")


@pytest.mark.django_db
def test_a_gtin_is_given_once(lot: Lot) -> None:
    item = lot.item
    tell_goods(item=item, draft=GoodsDraft(gtin14="09520600012360", warning="Có giáp xác"))

    item.refresh_from_db()
    assert item.gtin14 == "09520600012353"
    assert item.facts.warning == "Có giáp xác"
