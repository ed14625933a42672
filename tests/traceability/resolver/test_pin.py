import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.traceability import make_lot
from traceability.lots.actions import activate_range, issue_serials
from traceability.lots.models import Serial
from traceability.resolver.core.pin import ALPHABET, PinError, is_pin, normalised, pin_of
from traceability.resolver.models import PackMark

SECRET = "a secret of the operator"


def test_a_pin_is_eight_characters_that_nobody_confuses() -> None:
    pin = pin_of(SECRET, "7K3Q9ZXWPM2")

    assert len(pin) == 8
    assert set(pin) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)
    assert pin != pin_of(SECRET, "7K3Q9ZXWPM3") != pin_of("another", "7K3Q9ZXWPM3")


@given(st.text(alphabet="0123456789BCDFGHJKMNPQRSTVWXYZ", min_size=11, max_size=11))
def test_the_right_pin_is_right_however_it_is_typed(code: str) -> None:
    pin = pin_of(SECRET, code)
    messy = pin.lower().replace("0", "o").replace("1", "l")

    assert is_pin(f" {messy[:4]}-{messy[4:]} ", SECRET, code)
    assert not is_pin(pin[:-1], SECRET, code)
    assert not is_pin(pin + "0", SECRET, code)


def test_signs_that_no_pin_has_are_simply_wrong() -> None:
    assert not is_pin("mã pin này", SECRET, "7K3Q9ZXWPM2")
    assert normalised("k7o-l2") == "K7012"


@pytest.mark.parametrize(("secret", "length"), [("", 8), (SECRET, 5), (SECRET, 9)])
def test_there_is_no_pin_without_a_secret_or_of_another_length(secret: str, length: int) -> None:
    with pytest.raises(PinError):
        pin_of(secret, "7K3Q9ZXWPM2", length)


@pytest.fixture
def pack(settings: object) -> Serial:
    settings.ORIGIN_PIN_SECRET = SECRET  # type: ignore[attr-defined]
    settings.ORIGIN_PIN_TRIES = 3  # type: ignore[attr-defined]
    run = issue_serials(lot=make_lot(), count=1, with_pin=True)
    return run.serials.get()


@pytest.fixture
def sold(pack: Serial) -> Serial:
    activate_range(run=pack.run)
    return pack


def typed(client: Client, pack: Serial, pin: str) -> str:
    return client.post(f"/q/{pack.code}/pin/?l=vi", {"pin": pin}).content.decode()


@pytest.mark.django_db
def test_the_form_is_there_only_once_the_pack_is_on_sale(client: Client, pack: Serial) -> None:
    assert "Mã PIN dưới lớp cào" not in client.get(f"/q/{pack.code}").content.decode()
    assert "Gói này không có PIN" in typed(client, pack, pin_of(SECRET, pack.code))

    activate_range(run=pack.run)

    page = client.get(f"/q/{pack.code}").content.decode()
    assert f'<form method="post" action="/q/{pack.code}/pin/?l=vi">' in page


@pytest.mark.django_db
def test_the_first_right_pin_opens_it_and_the_next_says_since_when(
    client: Client, sold: Serial
) -> None:
    pin = pin_of(SECRET, sold.code)

    assert "PIN đúng, mở lần đầu" in typed(client, sold, pin.lower())
    assert "PIN đúng, đã mở ngày" in typed(client, sold, pin)
    assert "PIN của gói này đã mở ngày" in client.get(f"/q/{sold.code}").content.decode()
    assert PackMark.objects.get().pin_failures == 0


@pytest.mark.django_db
def test_wrong_pins_are_counted_for_the_pack_whoever_tries(client: Client, sold: Serial) -> None:
    pages = []
    for phone in range(4):
        other = Client(headers={"user-agent": str(phone)}, REMOTE_ADDR=f"192.0.2.{phone}")
        pages.append(typed(other, sold, "00000000"))

    assert "còn 2 lần" in pages[0]
    assert "còn 1 lần" in pages[1]
    assert "Sai PIN quá nhiều lần" in pages[2]
    assert "Sai PIN quá nhiều lần" in typed(client, sold, pin_of(SECRET, sold.code))
    assert PackMark.objects.get().pin_failures == 3


@pytest.mark.django_db
def test_one_device_that_tries_many_packs_has_to_wait(client: Client, sold: Serial) -> None:
    for n in range(3):
        client.post(f"/q/7K3Q9ZXWPM{n}/pin/", {"pin": "x"})

    response = client.post(f"/q/{sold.code}/pin/", {"pin": pin_of(SECRET, sold.code)})

    assert response.status_code == 429
    assert not response.cookies
    assert not PackMark.objects.exists()


@pytest.mark.django_db
def test_labels_without_a_pin_show_no_form(client: Client, settings: object) -> None:
    settings.ORIGIN_PIN_SECRET = SECRET  # type: ignore[attr-defined]
    run = issue_serials(lot=make_lot(), count=1)
    activate_range(run=run)

    assert "PIN" not in client.get(f"/q/{run.serials.get().code}").content.decode()
