"""Vectors of signatures: our own, and the public ones where $VECTORS names them."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).resolve().parents[3]
Vector: TypeAlias = Mapping[str, object]

needs_vectors = pytest.mark.skipif(
    not os.environ.get("VECTORS"), reason="needs the public vectors: set VECTORS"
)


def public(name: str) -> list[dict[str, object]]:
    """Return the public vectors called ``name``."""
    text = (Path(os.environ["VECTORS"]) / "payments_vectors.json").read_text(encoding="utf-8")
    found: list[dict[str, object]] = json.loads(text)[name]
    return found


def texts(value: object) -> dict[str, str]:
    """Return an object of a vector whose values are texts."""
    assert isinstance(value, dict)
    return {str(key): str(one) for key, one in value.items()}


def public_of_kind(name: str, kind: str) -> list[dict[str, object]]:
    """Return the public vectors of one kind; there is at least one."""
    found = [vector for vector in public(name) if str(vector["kind"]).startswith(kind)]
    assert found, f"no vector of kind {kind}"
    return found
