"""The gateways that are there: every neighbour folder that has a ``gateway.py``."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from payments.sandboxes.gateways.gateway import Gateway

FOLDER = Path(__file__).parent.parent


@cache
def gateways() -> Mapping[str, Gateway]:
    """Return the gateways by code, in the order of their names."""
    found = {}
    for file in sorted(FOLDER.glob("*/gateway.py")):
        if file.parent.name == "gateways":
            continue
        gateway = import_module(f"payments.sandboxes.{file.parent.name}.gateway").GATEWAY
        found[gateway.code] = gateway
    return found
