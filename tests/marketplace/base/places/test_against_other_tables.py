"""Our generated tables beside tables from elsewhere; only where $VECTORS names them."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from marketplace.base.places.load import _read_pairs, _read_units
from marketplace.base.places.models import WARD_KINDS, AdminUnit
from marketplace.base.words.core import accent_key


def _folder() -> Path | None:
    """Return the folder with the unit tables, in or near $VECTORS."""
    named = os.environ.get("VECTORS", "")
    if not named:
        return None
    top = Path(named)
    places = (top, top / "vietnam", top / "data" / "vietnam", top.parent / "vietnam")
    return next((place for place in places if (place / "soctrang_new_units.json").is_file()), None)


FOLDER = _folder()
pytestmark = [
    pytest.mark.vectors,
    pytest.mark.skipif(FOLDER is None, reason="$VECTORS names no folder with the unit tables"),
]


def _json(name: str) -> Any:  # noqa: ANN401 - tables of several shapes
    assert FOLDER is not None
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def _csv(name: str) -> list[dict[str, str]]:
    assert FOLDER is not None
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _in_force() -> dict[str, AdminUnit]:
    return {code: unit for code, unit in _read_units().items() if unit.valid_to is None}


def test_34_provinces_and_3321_units_have_the_same_codes_names_and_parents() -> None:
    theirs = _json("vn_admin_units_2026.json")
    units = _in_force()
    provinces = {code: accent_key(u.name) for code, u in units.items() if u.parent_id is None}
    wards = {
        code: (accent_key(u.name), u.parent_id) for code, u in units.items() if u.kind in WARD_KINDS
    }

    assert provinces == {u["code"]: accent_key(u["full_name"]) for u in theirs["provinces"]}
    assert len(provinces) == 34
    assert wards == {
        u["code"]: (accent_key(u["full_name"]), u["province_code"]) for u in theirs["wards"]
    }
    assert len(wards) == 3321


def test_soc_trang_is_the_same_43_units_from_the_same_108() -> None:
    ours = {
        (old.split("~")[0], new)
        for old, new in _read_pairs()
        if _province_of(old) == "94~2025-06-30"
    }
    theirs = {
        (row["old_ward_code"], row["new_ward_code"]) for row in _csv("soctrang_old_to_new.csv")
    }

    assert ours == theirs
    assert len(ours) == 108
    assert {new for _old, new in ours} == {
        unit["code"] for unit in _json("soctrang_new_units.json")["new_units"]
    }


def test_the_whole_succession_is_the_same_without_the_suspected_namesakes() -> None:
    ours = {
        (old.split("~")[0], new)
        for old, new in _read_pairs()
        if old.endswith("~2025-06-30") and len(old.split("~")[0]) == 5
    }
    theirs = {
        (row["old_ward_code"], row["new_ward_code"])
        for row in _csv("vn_old_to_new_2025.csv")
        if row["suspect_homonym"] != "1" and row["old_ward_code"]
    }
    recoded = {(old, "06978" if new == "06970" else new) for old, new in theirs}

    assert ours == recoded


_UNITS = _read_units()


def _province_of(code: str) -> str | None:
    unit = _UNITS[code]
    while unit.parent_id:
        unit = _UNITS[unit.parent_id]
    return unit.code
