"""One's own account: nothing that leads to it changes without the password in use."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.base.accounts import actions
from marketplace.base.accounts.errors import ContactNeededError, WrongPasswordError
from marketplace.base.accounts.models import User
from marketplace.base.notices.models import NoticeMessage
from marketplace.kernel.models import AuditRow
from tests.factories.base import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

PHONE, EMAIL, NEW_PASSWORD = (
    "/tai-khoan/so-dien-thoai/",
    "/tai-khoan/email/",
    "/tai-khoan/mat-khau/",
)
CHANGES = [
    (PHONE, {"phone": "0900 000 099"}),
    (EMAIL, {"email": "thief@example.org"}),
    (EMAIL, {"email": ""}),
    (NEW_PASSWORD, {"new_password": "lua-tom-thom-lung"}),
]
WRONG = "Không phải mật khẩu đang dùng."


@pytest.fixture
def signed_in(client: Client, buyer: User) -> Client:
    client.force_login(buyer)
    return client


def _stored(user: User) -> tuple[str | None, str | None, str]:
    user = User.objects.get(pk=user.pk)
    return user.phone, user.email, user.password


@pytest.mark.parametrize(("page", "change"), CHANGES)
@pytest.mark.parametrize("password", ["", "wrong-password"])
def test_a_change_without_the_password_in_use_is_refused(
    page: str, change: dict[str, str], password: str, signed_in: Client, buyer: User
) -> None:
    before = _stored(buyer)

    html = signed_in.post(page, change | {"current_password": password}).content.decode()

    assert 'class="err"' in html
    assert (WRONG in html) is bool(password)
    assert _stored(buyer) == before
    assert not NoticeMessage.objects.exists()
    assert not AuditRow.objects.filter(action__startswith="account.").exists()


def test_the_old_phone_is_told_of_the_new_one(signed_in: Client, buyer: User) -> None:
    signed_in.post(PHONE, {"phone": "0900 000 099", "current_password": PASSWORD})

    assert _stored(buyer)[0] == "+84900000099"
    message = NoticeMessage.objects.get()
    assert (message.to_phone, message.kind) == ("+84900000001", "account.phone_changed")
    assert "••• ••• 099" in message.text
    assert "900000099" not in message.text
    assert AuditRow.objects.get(action="account.phone_changed").acting_user_id == buyer.pk


def test_the_old_email_is_told_of_the_change(signed_in: Client, buyer: User) -> None:
    signed_in.post(EMAIL, {"email": "New@Example.org", "current_password": PASSWORD})

    assert _stored(buyer)[1] == "new@example.org"
    assert NoticeMessage.objects.get().to_email == "buyer@example.org"


def test_a_first_email_is_told_to_the_phone(client: Client) -> None:
    user = UserFactory.create(email=None)
    client.force_login(user)
    client.post(EMAIL, {"email": "a@example.org", "current_password": PASSWORD})

    assert _stored(user)[1] == "a@example.org"
    assert NoticeMessage.objects.get().to_phone == user.phone


def test_an_email_can_be_taken_away_while_there_is_a_phone(signed_in: Client, buyer: User) -> None:
    signed_in.post(EMAIL, {"email": "", "current_password": PASSWORD})
    assert _stored(buyer)[1] is None

    alone = UserFactory.create(phone=None, email="alone@example.org")
    with pytest.raises(ContactNeededError):
        actions.change_email(user=alone, email=None, current_password=PASSWORD, acting_user=alone)


@pytest.mark.parametrize(
    ("page", "change"),
    [(PHONE, {"phone": "0900 000 088"}), (EMAIL, {"email": "OTHER@example.org"})],
)
def test_what_another_account_has_is_refused(
    page: str, change: dict[str, str], signed_in: Client, buyer: User
) -> None:
    UserFactory.create(phone="+84900000088", email="other@example.org")
    before = _stored(buyer)

    html = signed_in.post(page, change | {"current_password": PASSWORD}).content.decode()

    assert 'class="err"' in html
    assert _stored(buyer) == before
    assert not NoticeMessage.objects.exists()


def test_a_new_password_ends_other_sessions_and_keeps_this_one(
    signed_in: Client, buyer: User
) -> None:
    elsewhere = Client()
    elsewhere.force_login(buyer)
    key = signed_in.session.session_key

    signed_in.post(
        NEW_PASSWORD, {"current_password": PASSWORD, "new_password": "lua-tom-thom-lung"}
    )

    assert User.objects.get(pk=buyer.pk).check_password("lua-tom-thom-lung")
    assert signed_in.get("/tai-khoan/").status_code == 200
    assert signed_in.session.session_key != key
    assert elsewhere.get("/tai-khoan/").status_code == 302
    assert NoticeMessage.objects.get().kind == "account.password_changed"


def test_an_easy_password_is_refused(signed_in: Client, buyer: User) -> None:
    before = _stored(buyer)
    signed_in.post(NEW_PASSWORD, {"current_password": PASSWORD, "new_password": "12345678"})

    assert _stored(buyer) == before


def test_ten_wrong_passwords_are_enough(signed_in: Client, buyer: User) -> None:
    before = _stored(buyer)
    for _try in range(10):
        signed_in.post(PHONE, {"phone": "0900 000 099", "current_password": "wrong"})
    html = signed_in.post(
        PHONE, {"phone": "0900 000 099", "current_password": PASSWORD}
    ).content.decode()

    assert "Thử nhiều lần quá." in html
    assert _stored(buyer) == before


def test_the_same_phone_again_changes_and_tells_nothing(buyer: User) -> None:
    actions.change_phone(
        user=buyer, phone=str(buyer.phone), current_password=PASSWORD, acting_user=buyer
    )

    assert not NoticeMessage.objects.exists()
    with pytest.raises(WrongPasswordError):
        actions.change_phone(
            user=buyer, phone=str(buyer.phone), current_password="wrong", acting_user=buyer
        )


def test_name_and_language_need_no_password(signed_in: Client, buyer: User) -> None:
    signed_in.post("/tai-khoan/ten/", {"full_name": "The cooperative", "language": "en"})

    buyer.refresh_from_db()
    assert (buyer.full_name, buyer.language) == ("The cooperative", "en")


@pytest.mark.parametrize("page", ["/tai-khoan/", "/tai-khoan/ten/", PHONE, EMAIL, NEW_PASSWORD])
def test_a_stranger_is_sent_to_sign_in(page: str, client: Client) -> None:
    assert client.get(page).headers["Location"] == f"/dang-nhap/?next={page}"


def test_the_pages_show_what_is_stored(signed_in: Client) -> None:
    html = signed_in.get("/tai-khoan/").content.decode()

    assert "0900 000 001" in html
    assert "buyer@example.org" in html
    assert 'value="A buyer"' in signed_in.get("/tai-khoan/ten/").content.decode()
    assert 'value="buyer@example.org"' in signed_in.get(EMAIL).content.decode()


def test_the_account_page_asks_for_session_user_stall_and_party(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in.get("/tai-khoan/")

    with django_assert_num_queries(4):
        signed_in.get("/tai-khoan/")
