"""Public vectors that ``$VECTORS`` points to; they are read, never copied into the project."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

OWN = Path(__file__).parents[2] / "vectors" / "log"
_FOLDER = os.environ.get("VECTORS", "")
_WITHOUT = pytest.mark.skip(reason="$VECTORS is not set: the public vectors are not here")

Case = dict[str, Any]
T = TypeVar("T")


def public(file: str, pick: Callable[[Case], list[Any]]) -> list[object]:
    """Parameters that ``pick`` takes from a public file, or one that is skipped and says why."""
    if not _FOLDER:
        return [pytest.param({}, marks=[pytest.mark.vectors, _WITHOUT], id="without-vectors")]
    cases = pick(json.loads((Path(_FOLDER) / "traceability" / file).read_text("utf-8")))
    return [
        pytest.param(case, marks=pytest.mark.vectors, id=str(number))
        for number, case in enumerate(cases)
    ]


def own(file: str) -> Any:  # noqa: ANN401 -- whatever the file holds
    """Return one of our own files."""
    return json.loads((OWN / file).read_text("utf-8"))
