"""Finding a ward by any name it has or had."""

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.base.places.queries import find_wards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

CAN_THO = "92"
HO_CHI_MINH = "79"


def _names(query: str, province: str | None = None, limit: int = 20) -> list[str]:
    return [hit.unit.name for hit in find_wards(query, province=province, limit=limit)]


@pytest.mark.parametrize("query", ["hoa tu", "Hoà Tú", "Hòa Tú", "xã hòa tú", "XA HOA TU", "hoa t"])
def test_accents_case_and_the_place_of_tones_do_not_count(query: str) -> None:
    assert _names(query, CAN_THO)[0] == "Xã Hòa Tú"


def test_an_old_district_finds_the_wards_it_became_and_says_its_name() -> None:
    hits = find_wards("quận 3", province=HO_CHI_MINH)

    assert {(hit.unit.name, hit.old_name) for hit in hits} == {
        ("Phường Xuân Hòa", "Quận 3"),
        ("Phường Bàn Cờ", "Quận 3"),
        ("Phường Nhiêu Lộc", "Quận 3"),
    }


@pytest.mark.parametrize("query", ["q3", "Q.3", "quan 3", "Q 3"])
def test_a_district_is_found_as_people_shorten_it(query: str) -> None:
    assert len(_names(query, HO_CHI_MINH)) == 3


def test_an_old_ward_with_its_district_finds_the_new_one() -> None:
    [hit] = find_wards("P.6, TP Sóc Trăng", province=CAN_THO)[:1]

    assert hit.unit.name == "Phường Sóc Trăng"
    assert hit.old_name == "Phường 6, Thành phố Sóc Trăng"


def test_the_whole_old_address_is_understood() -> None:
    assert _names("Xã Phú Tân, huyện Châu Thành, tỉnh Sóc Trăng") == ["Xã Thuận Hòa"]


def test_a_name_of_today_comes_before_an_old_one() -> None:
    hits = find_wards("sóc trăng")

    assert hits[0].unit.name == "Phường Sóc Trăng"
    assert hits[0].old_name is None
    assert {hit.old_name for hit in hits[1:]} <= {"Tỉnh Sóc Trăng", "Thành phố Sóc Trăng"}


def test_the_beginning_of_a_name_comes_before_its_middle() -> None:
    names = _names("vinh", CAN_THO)

    assert names.index("Phường Vĩnh Châu") < 12
    assert all("ĩnh" in name or "inh" in name for name in names[:6])


def test_typed_accents_put_the_agreeing_name_first() -> None:
    assert _names("Mỹ Xuyên", CAN_THO)[0] == "Phường Mỹ Xuyên"
    assert _names("Tân Thạnh")[0].endswith("Tân Thạnh")


def test_each_ward_comes_once_and_no_more_than_asked_for() -> None:
    names = _names("phuong", HO_CHI_MINH, limit=7)

    assert len(names) == len(set(names)) == 7


def test_a_province_keeps_others_out() -> None:
    assert _names("quận 3", CAN_THO) == []
    assert _names("quan 3") != []


@pytest.mark.parametrize("query", ["", "   ", ",;", "%", "_", "không có xã nào tên vậy"])
def test_nothing_typed_or_nothing_known_finds_nothing(query: str) -> None:
    assert find_wards(query) == []


@pytest.mark.parametrize("query", ["hoa tu", "quận 3", "phường"])
def test_a_search_is_two_queries_however_much_it_finds(
    query: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        for hit in find_wards(query):
            assert hit.unit.parent is not None
            assert hit.unit.parent.name
