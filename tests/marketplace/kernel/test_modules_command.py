import json

import pytest
from django.core.management import CommandError, call_command

from marketplace.kernel.active import set_active

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("modules", *arguments)
    return capsys.readouterr().out


def test_list_starts_with_the_kernel_and_shows_what_is_not_installed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = run(capsys, "list").splitlines()

    assert lines[0].split() == ["on", "marketplace.kernel", "0.1.0", "Kernel"]
    assert any(line.startswith("-  ") and "payments.sandboxes.bank" in line for line in lines)


def test_list_of_installed_modules_leaves_the_others_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = json.loads(run(capsys, "list", "--installed", "--json"))

    assert {one["state"] for one in found} == {"on"}
    assert "payments.sandboxes.bank" not in {one["name"] for one in found}


def test_list_shows_a_module_that_is_switched_off(capsys: pytest.CaptureFixture[str]) -> None:
    set_active("themes.mekong", False)

    (mekong,) = [line for line in run(capsys, "list").splitlines() if "themes.mekong" in line]

    assert mekong.startswith("off")


def test_info_says_why_a_module_cannot_be_switched_off(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = json.loads(run(capsys, "info", "catalog", "--json"))

    assert found["state"] == "on"
    assert found["fixed_because"].endswith(" needs it")
    assert "marketplace.shop" in found["needed_by"]
    assert "oscar.apps.catalogue" in found["replaces"]
    assert "fixed_because: " in run(capsys, "info", "catalog")


def test_info_of_an_unknown_module_suggests_the_nearest() -> None:
    with pytest.raises(CommandError, match=r"no module 'catalgo'. Did you mean catalog\?"):
        call_command("modules", "info", "catalgo")


def test_graph_names_what_each_module_depends_on(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "graph", "--json"))

    assert next(iter(found)) == "marketplace.kernel"
    assert "catalog" in found["marketplace.shop"]
    assert "themes.mekong -> themes.base" in run(capsys, "graph")
    assert '  "themes.mekong" -> "themes.base";' in run(capsys, "graph", "--dot")
