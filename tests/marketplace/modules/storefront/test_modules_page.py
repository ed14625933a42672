"""Staff see what the shop is made of and switch parts on and off, after reading what that does."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from marketplace.kernel.active import flags, is_active
from marketplace.kernel.models import AuditRow

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/mo-dun/"
LOOK = "themes.mekong"


@pytest.fixture
def staff(client: Client) -> Client:
    flags.forget()
    user = get_user_model().objects.create_superuser(phone="+84900000001", password="x" * 12)
    client.force_login(user)
    return client


def test_the_page_lists_every_module_with_what_it_needs(staff: Client) -> None:
    text = staff.get(PAGE).content.decode()
    assert "themes.mekong · 0.1.0" in text
    assert "marketplace.kernel" in text
    assert "Phù sa" in text


def test_a_switch_shows_its_plan_before_anything_happens(staff: Client) -> None:
    text = staff.get(f"{PAGE}?module={LOOK}").content.decode()
    assert "Tắt: Phù sa" in text
    assert "Không đổi, không xóa dữ liệu nào." in text
    assert is_active(LOOK)


def test_switching_off_and_on_again_works_at_once_and_is_written_down(staff: Client) -> None:
    staff.post(PAGE, {"module": LOOK, "active": "0"})
    assert not is_active(LOOK)
    assert "themes/mekong" not in staff.get("/").content.decode()
    staff.post(PAGE, {"module": LOOK, "active": "1"})
    assert is_active(LOOK)
    verbs = AuditRow.objects.filter(action__startswith="module.").order_by("pk")
    assert list(verbs.values_list("action", flat=True)) == [
        "module.switched_off",
        "module.switched_on",
    ]


def test_what_others_need_cannot_be_switched_off_and_the_page_says_why(staff: Client) -> None:
    answer = staff.post(PAGE, {"module": "themes.base", "active": "0"}, follow=True)
    assert is_active("themes.base")
    assert "themes.mekong" in answer.content.decode()
    assert AuditRow.objects.filter(action="module.switched_off").count() == 0


def test_the_page_cannot_switch_itself_away(staff: Client) -> None:
    host = "marketplace.modules.storefront"
    answer = staff.post(PAGE, {"module": host, "active": "0"}, follow=True)
    assert is_active(host)
    assert "trang này nằm trong đó" in answer.content.decode()
    assert "Tắt: Mặt tiền" not in staff.get(f"{PAGE}?module={host}").content.decode()


def test_the_page_is_for_staff_who_may_switch(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    user = get_user_model().objects.create_user(phone="+84900000002", password="x" * 12)
    client.force_login(user)
    answer = client.post(PAGE, {"module": LOOK, "active": "0"})
    assert answer.status_code in {302, 403}
    assert is_active(LOOK)
