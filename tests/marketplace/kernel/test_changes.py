import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from marketplace.kernel.changes import installing, uninstalling
from marketplace.kernel.choicefile import changed
from marketplace.kernel.discovery import modules_in
from marketplace.kernel.manifest import ModuleSetError
from marketplace.kernel.scaffold import create

HEAD = "from marketplace.kernel.manifest import Manifest\n"
FILE = """# What this shop is made of.
installed = [
  "payments.core",  # keeps the books

  # Ways to pay.
  "payments.cod",
]

without = []
"""


def in_use() -> list[str]:
    return ["3 charges are open"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, rest in {
        "core": "",
        "cod": "depends=('payments.core',)",
        "wallet": "depends=('payments.core', 'payments.keys')",
        "keys": "",
        "link": "depends=('payments.cod', 'payments.wallet'), auto_install=True",
        "stall": f"blockers='{__name__}.in_use'",
    }.items():
        folder = tmp_path / "payments" / name
        folder.mkdir(parents=True)
        code = f"MANIFEST = Manifest(name='payments.{name}', title='{name}', {rest})"
        (folder / "__manifest__.py").write_text(HEAD + code)
    (tmp_path / "modules.toml").write_text(FILE)
    return tmp_path


def listed(text: str, key: str = "installed") -> set[str]:
    return set(tomllib.loads(text)[key])


def test_install_brings_what_is_needed_and_the_glue_that_follows(tree: Path) -> None:
    change = installing(tree, "payments.wallet")

    assert change.names == ("payments.keys", "payments.wallet", "payments.link")
    assert listed(change.text) == {
        "payments.core",
        "payments.cod",
        "payments.wallet",
        "payments.keys",
    }
    assert "# keeps the books" in change.text
    assert (tree / "modules.toml").read_text() == FILE


def test_install_of_what_is_there_changes_nothing(tree: Path) -> None:
    change = installing(tree, "payments.cod")

    assert (change.names, change.text) == ((), FILE)


def test_unknown_module_cannot_be_installed(tree: Path) -> None:
    with pytest.raises(ModuleSetError, match=r"There is no module 'payments\.gold'"):
        installing(tree, "payments.gold")


def test_uninstall_takes_the_glue_along_and_keeps_the_comments(tree: Path) -> None:
    installing(tree, "payments.wallet").write()

    change = uninstalling(tree, "payments.wallet")

    assert set(change.names) == {"payments.wallet", "payments.link"}
    assert "payments.wallet" not in listed(change.text)
    assert "# Ways to pay." in change.text


def test_glue_that_is_uninstalled_is_remembered_as_unwanted_until_installed(tree: Path) -> None:
    installing(tree, "payments.wallet").write()
    uninstalling(tree, "payments.link").write()
    assert listed((tree / "modules.toml").read_text(), "without") == {"payments.link"}

    change = installing(tree, "payments.link")

    assert change.names == ("payments.link",)
    assert listed(change.text, "without") == set()


def test_module_that_others_need_stays(tree: Path) -> None:
    with pytest.raises(
        ModuleSetError, match=r"payments\.cod needs payments\.core; uninstall first"
    ):
        uninstalling(tree, "payments.core")


def test_module_that_is_not_there_cannot_be_uninstalled(tree: Path) -> None:
    with pytest.raises(ModuleSetError, match=r"payments\.keys is not installed"):
        uninstalling(tree, "payments.keys")


def test_blockers_keep_a_module(tree: Path) -> None:
    installing(tree, "payments.stall").write()

    with pytest.raises(
        ModuleSetError, match=r"payments\.stall is still in use: 3 charges are open"
    ):
        uninstalling(tree, "payments.stall")


@pytest.mark.parametrize(
    "text",
    [
        "installed = []\n",
        'installed = ["a", "b"]\n',
        'installed = [\n  "a",\n  "b"\n]\n',
        'installed = [\n  "a", "b",\n]\n',
        'installed = [\n  "a",\n  "b"  # the last\n]\n',
    ],
)
def test_lists_are_changed_however_they_are_written(text: str) -> None:
    before = listed(text)

    more = changed(text, "installed", add=["c", "d"])
    assert listed(more) == before | {"c", "d"}
    assert listed(changed(more, "installed", remove=["a", "c"])) == (before | {"d"}) - {"a"}


def test_list_that_cannot_be_changed_without_loss_is_left_to_a_person() -> None:
    text = 'installed = [\n  "a", # see [1]\n  "b",\n]\n'

    with pytest.raises(ModuleSetError, match=r"change the list 'installed' by hand to \['a'\]"):
        changed(text, "installed", remove=["b"])


def test_list_that_is_missing_is_asked_for() -> None:
    with pytest.raises(ModuleSetError, match=r"has no list 'without'; write without = \[\]"):
        changed("installed = []\n", "without", add=["a"])


def test_command_writes_nothing_on_a_dry_run(
    tree: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BASE_DIR = tree  # type: ignore[attr-defined]

    call_command("modules", "install", "payments.wallet", "--dry-run")
    call_command("modules", "uninstall", "payments.cod", "--dry-run")

    told = capsys.readouterr().out.splitlines()
    assert told == [
        "To be installed: payments.keys, payments.wallet, payments.link.",
        "To be uninstalled: payments.cod.",
    ]
    assert (tree / "modules.toml").read_text() == FILE


def test_command_refuses_while_the_environment_wins(
    tree: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BASE_DIR = tree  # type: ignore[attr-defined]
    monkeypatch.setenv("MODULES", "+payments.wallet")

    with pytest.raises(CommandError, match="MODULES is set and wins"):
        call_command("modules", "install", "payments.wallet")
    assert (tree / "modules.toml").read_text() == FILE


def test_command_uninstalls_and_says_what_to_do(
    tree: Path,
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.BASE_DIR = tree  # type: ignore[attr-defined]
    monkeypatch.delenv("MODULES", raising=False)

    call_command("modules", "uninstall", "payments.cod")

    assert listed((tree / "modules.toml").read_text()) == {"payments.core"}
    assert "The tables stay. Restart the server and the workers" in capsys.readouterr().out


def test_new_module_is_found_and_its_test_passes(tmp_path: Path) -> None:
    made = create(tmp_path, "marketplace.modules.gift_box", "Gift box")

    (module,) = modules_in(tmp_path)
    assert module.manifest.apps == ("marketplace.modules.gift_box",)
    assert Path("tests/marketplace/modules/gift_box/test_gift_box.py") in made
    compiled = subprocess.run(
        [sys.executable, "-m", "compileall", "-q", str(tmp_path)],
        env=os.environ,
        check=False,
    )
    assert compiled.returncode == 0


@pytest.mark.parametrize("name", ["gift_box", "elsewhere.gift_box", "payments"])
def test_new_module_needs_a_place(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModuleSetError, match="has no place; begin it with a folder for modules"):
        create(tmp_path, name, "Gift box")


def test_new_module_overwrites_nothing(tree: Path) -> None:
    with pytest.raises(ModuleSetError, match="is there already; choose another name"):
        create(tree, "payments.cod", "Cash")
