"""A statement confirms a day at once, finds what a feed missed, and never counts money twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.base.accounts.models import User
from payments import actions
from payments.models import Charge, PayoutAccount, Receipt
from payments.statements.actions import import_statement
from payments.statements.errors import OtherAccountError, StatementRefusedError
from payments.statements.models import StatementFile, StatementLine
from tests.factories import payments as make
from tests.payments.statements.files import KINDS, content

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> User:
    return make.person()


@pytest.fixture
def account(seller: User) -> PayoutAccount:
    return make.payout_account(make.payee_without_account(seller))


def outcomes() -> list[str]:
    return list(StatementLine.objects.order_by("pk").values_list("outcome", flat=True))


def take(account: PayoutAccount, user: User, kind: str = "day.csv", code: str = "") -> None:
    file = content(kind, account=account.account_number, code=code or "ST00000000")
    import_statement(account=account, name=kind, content=file, acting_user=user)


def test_a_code_in_the_content_pays_its_charge(account: PayoutAccount, seller: User) -> None:
    charge = make.charge(account.payee, 203_000, minutes=None)

    take(account, seller, code=charge.memo_code)

    assert Charge.objects.get().settled_at is not None
    assert outcomes() == ["new_money", "new_money", "new_money", "out"]
    assert [receipt.source for receipt in Receipt.objects.all()] == ["statement"] * 3
    assert Receipt.objects.filter(attention="unknown").count() == 2


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
def test_a_day_read_from_two_files_is_one_day(
    account: PayoutAccount, seller: User, first: str, second: str
) -> None:
    take(account, seller, first)
    take(account, seller, second)

    assert Receipt.objects.count() == 3
    assert StatementFile.objects.count() == (1 if first == second else 2)
    assert outcomes() == ["new_money", "new_money", "new_money", "out"]


def test_what_the_feed_told_is_known(seller: User) -> None:
    account = make.payout_account(make.payee_without_account(seller), feed_code="sepay")
    told = make.credit(account, 203_000, "MBVCB.1.ST00000000 tra don")
    actions.receive(credit=told, notice=make.notice(account))

    take(account, seller)

    # and what the feed missed is only pointed out: a seller could write such a file
    assert outcomes() == ["known", "missed", "missed", "out"]
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("broken", [False, True])
def test_what_the_feed_tells_after_the_statement_is_counted_once(*, broken: bool) -> None:
    account = make.payout_account(make.payee_without_account(), feed_code="sepay")
    actions.connect_feed(account=account, feed_code="sepay", broken=broken)
    account.refresh_from_db()

    take(account, make.person(superuser=True))
    told = make.credit(account, 203_000, "MBVCB.1.ST00000000 tra don")
    actions.receive(credit=told, notice=make.notice(account))

    assert outcomes() == ["missed", "missed", "missed", "out"]
    assert Receipt.objects.count() == 1


def test_what_the_seller_confirmed_by_hand_is_known(account: PayoutAccount, seller: User) -> None:
    charge = make.charge(account.payee, 203_000, minutes=None)
    actions.confirm_by_seller(charge=charge, amount=charge.asked, acting_user=seller)
    file = content("day.csv", account=account.account_number, code=charge.memo_code)
    on = Receipt.objects.get().occurred_at.strftime("%d/%m/%Y").encode()

    import_statement(
        account=account,
        name="day.csv",
        content=file.replace(b"21/11/2026", on),
        acting_user=seller,
    )

    assert outcomes()[0] == "known"
    assert Receipt.objects.filter(amount=203_000).count() == 1


def test_a_statement_of_another_account_is_refused(account: PayoutAccount, seller: User) -> None:
    with pytest.raises(OtherAccountError):
        import_statement(
            account=account,
            name="x.csv",
            content=content("day.csv", account="9999999999"),
            acting_user=seller,
        )
    assert not StatementFile.objects.exists()


def test_one_bad_line_keeps_the_whole_file_out(account: PayoutAccount, seller: User) -> None:
    file = content("day.csv", account=account.account_number).replace(b"50.000,00", b"fifty", 1)

    with pytest.raises(StatementRefusedError, match="no_amount") as caught:
        import_statement(account=account, name="x.csv", content=file, acting_user=seller)

    assert "fifty" in caught.value.title()
    assert "6" in caught.value.title()
    assert not StatementFile.objects.exists()
    assert not Receipt.objects.exists()


def test_the_page_takes_a_file_and_shows_what_it_brought(
    account: PayoutAccount, seller: User, client: Client
) -> None:
    client.force_login(seller)
    file = SimpleUploadedFile("nov.csv", content("day.csv", account=account.account_number))

    answer = client.post("/ban/sao-ke/", {"account": account.pk, "file": file}, follow=True)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "nov.csv" in page
    assert "tra tien ca" in page


def test_a_bad_file_is_told_under_the_form(
    account: PayoutAccount, seller: User, client: Client
) -> None:
    client.force_login(seller)
    answer = client.post(
        "/ban/sao-ke/", {"account": account.pk, "file": SimpleUploadedFile("x.csv", b"a;b\n")}
    )

    assert answer.status_code == 422
    assert "tiêu đề" in answer.content.decode()


def test_another_sellers_account_and_file_do_not_exist(
    account: PayoutAccount, seller: User, client: Client
) -> None:
    take(account, seller)
    stranger = make.person()
    make.payee(stranger)
    client.force_login(stranger)

    assert client.get(f"/ban/sao-ke/{StatementFile.objects.get().pk}/").status_code == 404
    answer = client.post("/ban/sao-ke/", {"account": account.pk})
    assert answer.status_code == 422


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_costs_the_same_for_one_file_and_ten(
    account: PayoutAccount,
    seller: User,
    client: Client,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        file = f"Ngày;Nội dung;Số tiền\n{number + 1:02}/11/2026;x;1000\n".encode()
        import_statement(account=account, name=f"{number}.csv", content=file, acting_user=seller)
    client.force_login(seller)

    with django_assert_max_num_queries(9):
        assert client.get("/ban/sao-ke/").status_code == 200


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_a_year_no_bank_speaks_of_is_a_misread_column(
    account: PayoutAccount, seller: User, day: str
) -> None:
    file = f"Ngay,Noi dung,So tien\n{day},tien,1000\n"

    with pytest.raises(StatementRefusedError) as refused:
        import_statement(account=account, name="b.csv", content=file.encode(), acting_user=seller)

    assert refused.value.details["reason"] == "no_day"
    assert not StatementFile.objects.exists()


def test_what_was_read_in_stays_readable_once_the_account_is_replaced(
    client: Client, account: PayoutAccount, seller: User
) -> None:
    take(account, seller)
    PayoutAccount.objects.filter(pk=account.pk).update(active=False)
    client.force_login(seller)
    file = StatementFile.objects.get()

    listed = client.get("/ban/sao-ke/").content.decode()

    assert client.get(f"/ban/sao-ke/{file.pk}/").status_code == 200
    assert f"/ban/sao-ke/{file.pk}/" in listed
    client.force_login(make.person())
    assert client.get(f"/ban/sao-ke/{file.pk}/").status_code == 404
