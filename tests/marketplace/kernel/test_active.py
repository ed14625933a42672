import math
import time

import pytest
from django.contrib.auth import get_user_model
from django.dispatch import Signal
from django.test import RequestFactory

from marketplace.kernel.active import (
    _find_fixed,
    flags,
    is_active,
    is_active_code,
    is_shown,
    set_active,
    when_active,
)
from marketplace.kernel.errors import ModuleNotSwitchableError
from marketplace.kernel.manifest import SANDBOX, Manifest
from marketplace.kernel.models import AuditRow, ModuleState

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_shop")]


def test_installed_module_is_on_and_a_stranger_is_not() -> None:
    assert is_active("lots") is True
    assert is_active("ghost") is False


def test_switched_off_module_is_off_until_switched_on() -> None:
    set_active("lots", False)
    assert is_active("lots") is False

    set_active("lots", True)
    assert is_active("lots") is True


def test_switch_leaves_an_audit_row_with_who_did_it() -> None:
    manager = get_user_model().objects.create_user(phone="+84900000001", password="long enough 1")

    set_active("lots", False, acting_user=manager)

    row = AuditRow.objects.get(subject_type="kernel.modulestate")
    assert (row.action, row.subject_id) == ("module.switched_off", "lots")
    assert row.acting_user_id == manager.pk


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("basket", "gifts needs it"),
        ("marketplace.kernel", "basket needs it"),
        ("ghost", "it is not installed"),
    ],
)
def test_module_that_others_need_cannot_be_switched_off(name: str, reason: str) -> None:
    with pytest.raises(ModuleNotSwitchableError) as refused:
        set_active(name, False)

    assert refused.value.details["reason"] == reason
    assert not ModuleState.objects.exists()
    assert not AuditRow.objects.filter(subject_type="kernel.modulestate").exists()


def test_module_that_replaces_a_part_of_oscar_cannot_be_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("marketplace.kernel.active.needed_by", lambda _name, _modules: [])

    with pytest.raises(ModuleNotSwitchableError) as refused:
        set_active("basket", False)

    assert refused.value.details["reason"] == "it replaces oscar.basket"


def test_row_left_in_the_table_does_not_switch_off_what_is_needed() -> None:
    ModuleState.objects.create(name="basket", active=False)
    flags.forget()

    assert is_active("basket") is True


@pytest.mark.parametrize("side", ["lots", "gifts"])
def test_glue_is_off_while_one_side_is_off(side: str) -> None:
    set_active(side, False)

    assert is_active("link") is False
    assert is_active("gifts" if side == "lots" else "lots") is True


def test_flip_by_another_process_is_seen_within_two_seconds() -> None:
    flags.forget()
    assert is_active("lots") is True
    ModuleState.objects.create(name="lots", active=False)
    assert is_active("lots") is True

    time.sleep(1.6)

    assert is_active("lots") is False


def test_switches_are_read_once_however_often_they_are_asked(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    flags.forget()

    with django_assert_num_queries(1):  # type: ignore[operator]
        for _ in range(10):
            is_active("lots")
            is_active("link")


def test_code_of_nobodys_is_always_on() -> None:
    set_active("lots", False)

    assert is_active_code("django.views") is True
    assert is_active_code("lots.hooks") is False


def test_signal_receiver_of_a_switched_off_module_does_nothing() -> None:
    def answer(sender: object, **_values: object) -> str:
        return f"heard {sender}"

    answer.__module__ = "lots.receivers"
    signal = Signal()
    signal.connect(receive := when_active(answer))
    assert signal.send("shop") == [(receive, "heard shop")]

    flags.set(frozenset({"lots"}), fresh_for=math.inf)

    assert signal.send("shop") == [(receive, None)]


def test_menu_item_is_shown_while_its_module_is_on() -> None:
    request = RequestFactory().get("/")
    shown = is_shown("lots")
    assert shown(request) is True

    flags.set(frozenset({"lots"}), fresh_for=math.inf)

    assert shown(request) is False


def test_demo_that_loads_data_into_a_module_does_not_keep_it_on() -> None:
    payer = Manifest(name="payer", title="Way to pay")
    demo = Manifest(name="demo", title="Demo", category=SANDBOX, depends=("payer",))
    guest = Manifest(name="guest", title="Guest", depends=("payer",))

    assert _find_fixed((payer, demo)) == {}
    assert _find_fixed((payer, demo, guest)) == {"payer": "guest needs it"}
