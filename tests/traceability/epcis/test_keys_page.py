"""A party's page about keys: shown once, revoked after a question, closed to others."""

import re
import uuid

import pytest
from django.test import Client

from marketplace.kernel.models import AuditRow
from tests.factories.traceability import make_cooperative, make_household, make_user
from traceability.epcis.rest.keys import make_key
from traceability.epcis.rest.models import ApiKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    user = make_user()
    make_cooperative(user)
    client = Client()
    client.force_login(user)
    return client


def sent(**more: object) -> dict[str, object]:
    party = ApiKey.party.field.related_model.objects.get()  # type: ignore[attr-defined]
    form_id = str(uuid.uuid4())
    return {
        "party": party.pk,
        "name": "Cân ở kho",
        "scopes": ["capture"],
        "form_id": form_id,
        **more,
    }


def test_without_keys_the_page_says_so(member: Client) -> None:
    assert "Chưa có khóa" in member.get("/ban/khoa/").content.decode()


def test_a_key_is_shown_once_and_works(member: Client) -> None:
    form = sent()
    page = member.post("/ban/khoa/", form).content.decode()
    found = re.search(r"<code>(stt_[^<]+)</code>", page)
    assert found
    answer = Client(headers={"authorization": f"Bearer {found[1]}"}).get("/epcis/capture")
    assert answer.status_code == 200
    assert found[1] not in member.get("/ban/khoa/").content.decode()
    assert member.post("/ban/khoa/", form).status_code == 302
    assert ApiKey.objects.count() == 1
    assert AuditRow.objects.filter(action="api_key.made").count() == 1


def test_a_key_needs_a_name_and_something_to_do(member: Client) -> None:
    page = member.post("/ban/khoa/", sent(scopes=[], name="Máy đo"))
    assert page.status_code == 422
    assert "Chọn khóa được làm gì." in page.content.decode()
    assert 'value="Máy đo"' in page.content.decode()


def test_revoking_asks_first(member: Client) -> None:
    member.post("/ban/khoa/", sent())
    path = f"/ban/khoa/{ApiKey.objects.get().pk}/thu-hoi/"
    assert "Thu lại khóa" in member.get(path).content.decode()
    assert ApiKey.objects.filter(revoked_at=None).exists()
    member.post(path)
    assert not ApiKey.objects.filter(revoked_at=None).exists()
    assert AuditRow.objects.filter(action="api_key.revoked").count() == 1


def test_keys_of_others_are_not_there(member: Client) -> None:
    key, _text = make_key(party=make_household(), name="x", scopes=["query"], acting_user=None)
    assert member.get(f"/ban/khoa/{key.pk}/thu-hoi/").status_code == 404
    assert key.prefix not in member.get("/ban/khoa/").content.decode()


def test_people_without_a_party_see_nothing() -> None:
    client = Client()
    client.force_login(make_user("+84900000099"))
    assert "/ban/khoa/" not in client.get("/ban/khoa/")["Location"]
    assert Client().get("/ban/khoa/").status_code == 302
