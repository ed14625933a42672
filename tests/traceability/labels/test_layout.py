"""Sizes of labels and sheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.labels.core.layout import (
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    LabelTooLargeError,
    ModuleTooSmallError,
    lay_out,
    level_for,
    module_side,
)

versions = st.integers(1, 40).map(lambda version: 17 + 4 * version)
modules_asked_for = st.none() | st.floats(0.38, 3)


def test_wet_frozen_packs_get_robust_codes() -> None:
    assert {storage: level_for(storage) for storage in ("dry", "cool", "frozen")} == {
        "dry": "M",
        "cool": "M",
        "frozen": "Q",
    }


@pytest.mark.parametrize(
    ("modules", "side"), [(25, 0.72), (29, 18 / 29), (45, 0.4), (49, 0.38), (177, 0.38)]
)
def test_a_module_is_never_below_0_38_mm_and_a_code_never_below_18_mm(
    modules: int, side: float
) -> None:
    assert module_side(modules) == pytest.approx(side)


def test_a_larger_module_can_be_asked_for_and_a_smaller_one_not() -> None:
    assert module_side(25, 1.0) == 1.0
    with pytest.raises(ModuleTooSmallError):
        module_side(25, 0.379)


def test_a_short_link_gives_30_labels_a_sheet() -> None:
    layout = lay_out(25)

    assert (layout.columns, layout.rows, layout.per_page) == (3, 10, 30)
    assert layout.pages(1000) == 34
    assert [layout.pages(count) for count in (1, 30, 31)] == [1, 1, 2]


def test_a_full_digital_link_gives_33_labels_a_sheet() -> None:
    assert lay_out(37).per_page == 33


def test_what_does_not_fit_on_the_page_is_refused() -> None:
    with pytest.raises(LabelTooLargeError):
        lay_out(177, 1.0)


@given(versions, modules_asked_for)
def test_labels_stay_within_the_page_and_hold_code_and_words(
    modules: int, wanted: float | None
) -> None:
    try:
        layout = lay_out(modules, wanted)
    except LabelTooLargeError:
        return
    count = 2 * layout.per_page + 1
    cells = list(layout.cells(count))

    assert len(set(cells)) == count
    assert [cell.page for cell in (cells[0], cells[layout.per_page], cells[-1])] == [0, 1, 2]
    for cell in cells:
        assert cell.left >= MARGIN
        assert cell.top >= MARGIN
        assert cell.left + layout.width <= PAGE_WIDTH - MARGIN + 1e-6
        assert cell.top + layout.height <= PAGE_HEIGHT - MARGIN + 1e-6
    assert layout.height >= layout.code + 3 - 1e-6
    assert layout.width >= layout.code + 37 - 1e-6
