"""The places of Cần Thơ (with what was Sóc Trăng), Hồ Chí Minh City and Đồng Nai."""

import pytest

from marketplace.base.places.load import load_places


@pytest.fixture
def places(db: None) -> None:
    load_places(only_provinces={"92", "79", "75"})
