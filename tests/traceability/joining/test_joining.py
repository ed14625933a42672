"""A new cooperative registers itself, prints signed labels, wears the lotus once checked."""

from collections.abc import Mapping

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from marketplace.base.accounts.models import User
from marketplace.base.places.load import load_places
from marketplace.base.places.models import AdminUnit
from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_cooperative, make_item, make_lot, make_user
from traceability.actions import PartyDraft
from traceability.joining.actions import MOST_PARTIES, confirm_party, declare_party
from traceability.log.actions import sequence
from traceability.models import Party
from traceability.resolver.snapshots import refresh

pytestmark = pytest.mark.django_db
HERE = "/ban/ben/moi/"
CHECK = "/ban/ben/kiem/"


@pytest.fixture
def ward() -> AdminUnit:
    load_places(only_provinces={"92"})
    found = AdminUnit.objects.filter(kind="ward", valid_to=None, parent__code="92").first()
    found = found or AdminUnit.objects.filter(valid_to=None, parent__code="92").first()
    assert found is not None
    return found


@pytest.fixture
def newcomer(client: Client) -> User:
    user = make_user("+84900000777")
    client.force_login(user)
    return user


def typed(ward: AdminUnit, /, **changes: str) -> Mapping[str, str]:
    return {
        "kind": "cooperative",
        "name": "HTX Lúa Tôm Mẫu",
        "ward": ward.code,
        "street": "Ấp Mẫu",
        "phone": "0900 000 777",
        "consent": "on",
        **changes,
    }


def draft(name: str = "HTX Lúa Tôm Mẫu") -> PartyDraft:
    return PartyDraft(name=name, kind="cooperative", contact="+84900000777")


def test_who_has_no_party_is_led_here_and_on_to_the_first_lot(
    client: Client, newcomer: User, ward: AdminUnit
) -> None:
    assert client.get("/ban/lo/").headers["Location"] == HERE

    answer = client.post(HERE, typed(ward))

    assert answer.headers["Location"] == "/ban/lo/moi/"
    party = Party.objects.get()
    assert (party.name, party.is_declared) == ("HTX Lúa Tôm Mẫu", True)
    assert party.published_contact == "+84900000777"
    assert party.address.startswith(f"Ấp Mẫu, {ward.name}, ")
    assert list(party.members.all()) == [newcomer]
    assert client.get("/ban/lo/moi/").status_code == 200


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Ghi tên để người mua đọc."),
        ({"ward": ""}, "Chọn"),
        ({"phone": "12"}, "Số điện thoại"),
        ({"consent": ""}, "không nói được ai làm ra"),
    ],
)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    client: Client, newcomer: User, ward: AdminUnit, changes: dict[str, str], sentence: str
) -> None:
    sent = {name: text for name, text in typed(ward, **changes).items() if text}

    answer = client.post(HERE, sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Ấp Mẫu" in page
    assert not Party.objects.filter(members=newcomer).exists()


def test_searching_a_commune_keeps_what_was_typed_and_complains_of_nothing(
    client: Client, newcomer: User, ward: AdminUnit
) -> None:
    sent = {**typed(ward, ward=""), "ward_q": ward.name, "ward_find": "1"}

    answer = client.post(HERE, sent)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "HTX Lúa Tôm Mẫu" in page
    assert ward.name in page
    assert 'class="err"' not in page
    assert not newcomer.origin_parties.exists()


def test_a_name_that_is_here_already_cannot_be_taken(
    client: Client, newcomer: User, ward: AdminUnit
) -> None:
    make_cooperative()

    answer = client.post(HERE, typed(ward, name="htx  rach go"))

    assert answer.status_code == 422
    assert "đã có ở đây" in answer.content.decode()
    assert not newcomer.origin_parties.exists()


def test_one_person_registers_a_few_parties_only(newcomer: User) -> None:
    for number in range(MOST_PARTIES):
        declare_party(draft=draft(f"HTX {number}"), acting_user=newcomer)

    with pytest.raises(Exception, match="too_many_parties"):
        declare_party(draft=draft("one more"), acting_user=newcomer)
    assert newcomer.origin_parties.count() == MOST_PARTIES


def test_its_packs_wear_no_lotus_before_staff_has_seen_its_papers(
    client: Client, newcomer: User, django_capture_on_commit_callbacks: object
) -> None:
    party = declare_party(draft=draft(), acting_user=newcomer)
    lot = make_lot(make_item(party, gtin14=None))
    sequence()
    party.refresh_from_db()
    refresh(lot)
    before = client.get(f"/q/{lot.link_code}").content.decode()
    assert "chưa được kiểm tra" in before

    confirm_party(party=party, acting_user=newcomer)

    after = client.get(f"/q/{lot.link_code}").content.decode()
    assert "chưa được kiểm tra" not in after
    assert "Rõ nguồn gốc" in after


def test_staff_confirm_and_others_cannot(client: Client, newcomer: User) -> None:
    party = declare_party(draft=draft(), acting_user=newcomer)
    assert client.get(CHECK).status_code == 403
    assert client.post(f"{CHECK}{party.pk}/").status_code == 403
    staff = make_user("+84900000778", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="change_party"))
    client.force_login(staff)

    page = client.get(CHECK).content.decode()
    client.post(f"{CHECK}{party.pk}/")
    client.post(f"{CHECK}{party.pk}/")

    assert "HTX Lúa Tôm Mẫu" in page
    party.refresh_from_db()
    assert not party.is_declared
    assert AuditRow.objects.filter(action="party.confirmed").count() == 1


def test_ones_account_shows_the_way(client: Client, newcomer: User) -> None:
    assert HERE in client.get("/tai-khoan/").content.decode()
    declare_party(draft=draft(), acting_user=newcomer)
    assert "/ban/lo/" in client.get("/tai-khoan/").content.decode()
