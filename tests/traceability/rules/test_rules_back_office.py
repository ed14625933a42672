from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.base.accounts.models import User
from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_item, make_lot, make_place, make_user
from traceability.lots.models import Lot
from traceability.models import PlaceIdentifier
from traceability.rules.actions import CertificateDraft, add_certificate
from traceability.rules.models import Certificate, Finding
from traceability.seasons import SeasonDraft, add_season

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> User:
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def lot() -> Lot:
    return make_lot(make_item())


@pytest.fixture
def certificate(lot: Lot) -> Certificate:
    draft = CertificateDraft(
        scheme="vietgap",
        number="VG-1",
        issuer="Tổ chức mẫu",
        valid_from=date(2025, 1, 1),
        valid_to=date(2099, 1, 1),
    )
    return add_certificate(party=lot.item.party, draft=draft)


@pytest.fixture
def finding(lot: Lot) -> Finding:
    return Finding.objects.create(
        rule="germination.percent",
        event=lot.events.earliest("event_time"),
        party=lot.item.party,
        numbers={"value": "60", "minimum": "80", "maximum": "100"},
    )


@pytest.mark.parametrize(
    "name",
    ["findings", "certificates", "limits", "banned", "party_codes", "place_codes", "seasons"],
)
def test_every_list_of_rules_opens_with_rows(
    client: Client, staff: User, finding: Finding, certificate: Certificate, name: str
) -> None:
    place = make_place(finding.party)
    add_season(place=place, draft=SeasonDraft(kind="rice", starts_on=date(2026, 1, 1)))

    assert client.get(reverse(f"rules_{name}:index")).status_code == 200


def test_staff_close_a_finding_with_what_was_found_out(
    client: Client, staff: User, finding: Finding
) -> None:
    url = reverse("rules_findings:edit", args=[finding.pk])

    client.post(url, {"answer": ""})
    finding.refresh_from_db()
    assert finding.state == "open"
    client.post(url, {"answer": "Hạt giống cũ, đã thay"})

    finding.refresh_from_db()
    assert (finding.state, finding.closed_by) == ("closed", staff)
    again = client.post(url, {"answer": "lần nữa"})
    assert "đã xem và đóng" in again.content.decode()


def test_staff_confirm_a_certificate_and_say_why_they_refuse_one(
    client: Client, staff: User, certificate: Certificate
) -> None:
    url = reverse("rules_certificates:edit", args=[certificate.pk])

    refused = client.post(url, {"state": "refused", "state_reason": ""})
    assert "Ghi chuyện gì đã xảy ra" in refused.content.decode()
    client.post(url, {"state": "confirmed", "state_reason": ""})

    certificate.refresh_from_db()
    assert certificate.state == "confirmed"
    assert AuditRow.objects.filter(action="origin_certificate.judged").count() == 1


def test_a_code_is_given_once_through_the_action(client: Client, staff: User, lot: Lot) -> None:
    place = make_place(lot.item.party)
    url = reverse("rules_place_codes:add")
    typed = {"owner": place.pk, "scheme": "farm", "value": "AO-1", "issuer": "Chi cục mẫu"}

    client.post(url, typed)
    twice = client.post(url, typed | {"value": "AO-2"})

    assert [row.value for row in PlaceIdentifier.objects.all()] == ["AO-1"]
    assert "đã có mã AO-1" in twice.content.decode()
