"""Units in time: in force, former, and what became of them."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from marketplace.base.places.load import load_places
from marketplace.base.places.models import AdminUnit, AdminUnitSuccession
from marketplace.base.places.queries import (
    former_soc_trang,
    propose,
    provinces,
    unit_as_of,
    ward_in_force,
    wards_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def test_a_code_means_what_it_meant_that_day() -> None:
    before = unit_as_of("31507", dt.date(2025, 6, 30))
    after = unit_as_of("31507", dt.date(2025, 7, 1))

    assert before is not None
    assert before.name == "Phường 6"
    assert after is not None
    assert after.name == "Phường Sóc Trăng"
    assert unit_as_of("00000", dt.date(2026, 1, 1)) is None


def test_dong_nai_is_a_city_since_30_april_2026() -> None:
    def name(code: str, day: dt.date) -> str:
        return str(unit_as_of(code, day))

    assert name("75", dt.date(2026, 4, 29)) == "Tỉnh Đồng Nai"
    assert name("75", dt.date(2026, 4, 30)) == "Thành phố Đồng Nai"
    assert name("25270", dt.date(2025, 6, 30)) == "Thị trấn Lộc Ninh"
    assert name("25270", dt.date(2026, 4, 29)) == "Xã Lộc Ninh"
    assert name("25270", dt.date(2026, 4, 30)) == "Phường Lộc Ninh"


def test_former_soc_trang_is_43_units_of_can_tho() -> None:
    codes = former_soc_trang()
    units = AdminUnit.objects.filter(code__in=codes)

    assert len(codes) == 43
    assert {unit.parent_id for unit in units} == {"92"}
    assert sum(unit.kind == "ward" for unit in units) == 8
    assert AdminUnit.objects.get(code="31679").name == "Xã Lịch Hội Thượng"
    assert "31679" in codes


def test_a_namesake_of_another_former_province_is_not_mixed_in() -> None:
    phu_tan = AdminUnit.objects.get(code="31582~2025-06-30")
    its_namesake = AdminUnit.objects.get(code="31379~2025-06-30")

    assert [unit.name for unit in propose(phu_tan).units] == ["Xã Thuận Hòa"]
    assert [unit.name for unit in propose(its_namesake).units] == ["Xã Phú Hữu"]


def test_an_old_ward_that_was_split_asks_the_person() -> None:
    split = AdminUnitSuccession.objects.filter(is_split=True).first()
    assert split is not None

    proposal = propose(split.old)

    assert proposal.must_ask
    assert split.new in proposal.units


def test_a_unit_in_force_is_its_own_proposal() -> None:
    unit = AdminUnit.objects.get(code="31507")

    assert propose(unit).units == (unit,)
    assert not propose(unit).must_ask


def test_only_wards_in_force_end_an_address() -> None:
    assert ward_in_force("31507") is not None
    assert ward_in_force("31507~2025-06-30") is None
    assert ward_in_force("92") is None
    assert ward_in_force("nowhere") is None


def test_a_province_lists_its_wards_of_today() -> None:
    assert [unit.code for unit in provinces()] == ["92", "75", "79"]
    assert wards_of("92").count() == 103


def test_loading_again_writes_nothing_and_repairs_what_was_changed() -> None:
    AdminUnit.objects.filter(code="31507").update(name="Phường Khác")
    extra = AdminUnitSuccession.objects.create(
        old_id="31507~2025-06-30", new_id="31679", is_split=False
    )

    assert load_places(only_provinces={"92", "79", "75"}) == (1, 0)
    assert load_places(only_provinces={"92", "79", "75"}) == (0, 0)
    assert AdminUnit.objects.get(code="31507").name == "Phường Sóc Trăng"
    assert not AdminUnitSuccession.objects.filter(pk=extra.pk).exists()


def test_the_database_refuses_two_units_in_force_with_one_code() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AdminUnit.objects.create(code="x", official_code="31507", name="Phường X", kind="ward")


def test_the_command_loads_the_whole_country(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_places")

    assert AdminUnit.objects.filter(valid_to=None).exclude(parent=None).count() == 3321
    assert provinces().count() == 34
    assert "successions written" in capsys.readouterr().out
