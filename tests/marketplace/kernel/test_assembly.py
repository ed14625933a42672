import os
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.kernel import installed
from marketplace.kernel.assembly import Choice, assemble, read_choice, refuse_sandboxes
from marketplace.kernel.discovery import Module, discover
from marketplace.kernel.manifest import Manifest, ModuleSetError

TREE = Path(__file__).resolve().parents[3]


def machine(folder: Path, *manifests: Manifest) -> dict[str, Module]:
    return {one.name: Module(one, folder.joinpath(*one.name.split("."))) for one in manifests}


def everything(known: dict[str, Module]) -> Choice:
    return Choice(frozenset(known))


def test_modules_bring_apps_urls_middleware_and_settings_in_dependency_order(
    tmp_path: Path,
) -> None:
    known = machine(
        tmp_path,
        Manifest(name="shop", title="S", depends=("kernel",), apps=("shop",), urls="shop.urls"),
        Manifest(name="kernel", title="K", apps=("kernel",), middleware=("kernel.Gate",)),
        Manifest(name="tax", title="T", depends=("shop",), settings={"TAX_RATE": 5}),
    )

    assembled = assemble(known, everything(known))

    assert [module.name for module in assembled.modules] == ["kernel", "shop", "tax"]
    assert assembled.apps == ("kernel", "shop")
    assert assembled.urls == (("shop", "shop.urls"),)
    assert assembled.middleware == ("kernel.Gate",)
    assert assembled.settings == {"TAX_RATE": 5}


def test_replaced_apps_leave_the_list_and_ours_come_first(tmp_path: Path) -> None:
    known = machine(
        tmp_path, Manifest(name="shop", title="S", apps=("shop",), replaces=("oscar.basket",))
    )

    assembled = assemble(known, everything(known))

    assert assembled.installed_apps(["oscar.basket", "oscar.offer"]) == ["shop", "oscar.offer"]


def test_two_modules_that_replace_one_app_are_refused(tmp_path: Path) -> None:
    known = machine(
        tmp_path,
        Manifest(name="one", title="1", replaces=("oscar.basket",)),
        Manifest(name="two", title="2", replaces=("oscar.basket",)),
    )

    with pytest.raises(ModuleSetError, match=r"two and one both replace oscar.basket; install one"):
        assemble(known, everything(known))


def test_clash_of_labels_is_refused(tmp_path: Path) -> None:
    known = machine(
        tmp_path,
        Manifest(name="one", title="1", apps=("one.stock",)),
        Manifest(name="two", title="2", apps=("two.stock",)),
    )

    with pytest.raises(
        ModuleSetError, match=r"two.stock and one.stock share the app label 'stock'; set another"
    ):
        assemble(known, everything(known))


def test_label_written_in_apps_py_avoids_the_clash(tmp_path: Path) -> None:
    known = machine(
        tmp_path,
        Manifest(name="one", title="1", apps=("one.stock",)),
        Manifest(name="two", title="2", apps=("two.stock.apps.StockConfig",)),
    )
    folder = tmp_path / "two" / "stock"
    folder.mkdir(parents=True)
    (folder / "apps.py").write_text("class StockConfig(AppConfig):\n    label = 'reserve'\n")

    assert len(assemble(known, everything(known)).apps) == 2


def test_setting_that_is_taken_is_refused(tmp_path: Path) -> None:
    known = machine(tmp_path, Manifest(name="one", title="1", settings={"DEBUG": True}))

    with pytest.raises(
        ModuleSetError, match=r"one sets DEBUG, which the shop's own settings already set; rename"
    ):
        assemble(known, everything(known), taken_settings=["DEBUG"])


def test_folders_of_modules_that_are_no_app_are_named(tmp_path: Path) -> None:
    known = machine(
        tmp_path,
        Manifest(name="plain", title="P"),
        Manifest(name="themes.mekong", title="M", category="theme"),
        Manifest(name="app", title="A", apps=("app.apps.AppConfig",)),
    )
    for module in known.values():
        for kind in ("templates", "static", "locale"):
            (module.folder / kind).mkdir(parents=True)

    assembled = assemble(known, everything(known))

    plain, mekong = tmp_path / "plain", tmp_path / "themes" / "mekong"
    assert assembled.template_dirs == (plain / "templates",)
    assert assembled.static_dirs == (plain / "static", mekong / "static")
    assert assembled.locale_dirs == (plain / "locale", mekong / "locale")


def test_sandbox_is_refused_in_production(tmp_path: Path) -> None:
    known = machine(tmp_path, Manifest(name="play.bank", title="B", category="sandbox"))

    with pytest.raises(
        ModuleSetError, match=r"Production cannot run the sandbox play.bank; take it"
    ):
        refuse_sandboxes(assemble(known, everything(known)))


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "modules.toml"
    file.write_text('installed = ["kernel", "shop"]\nwithout = ["link"]\n')
    return file


def test_file_is_the_choice_when_nothing_is_said(listed: Path) -> None:
    assert read_choice(listed) == Choice(frozenset({"kernel", "shop"}), frozenset({"link"}))


def test_plain_words_replace_the_file(listed: Path) -> None:
    assert read_choice(listed, ["kernel"]) == Choice(frozenset({"kernel"}))


def test_signed_words_change_the_file(listed: Path) -> None:
    choice = read_choice(listed, ["+bank", "-shop", "+link"])

    assert choice == Choice(frozenset({"kernel", "bank", "link"}), frozenset({"shop"}))


def test_mixed_words_are_refused(listed: Path) -> None:
    with pytest.raises(ModuleSetError, match=r"MODULES mixes plain names with"):
        read_choice(listed, ["kernel", "+bank"])


@pytest.mark.parametrize("text", ["installed = 3", 'installed = ["a", 1]', "installed ="])
def test_unreadable_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "modules.toml"
    file.write_text(text)

    with pytest.raises(ModuleSetError, match=r"modules.toml"):
        read_choice(file)


def test_shipped_list_holds_no_sandbox_and_fits_together() -> None:
    assembled = assemble(discover(TREE), read_choice(TREE / "modules.toml"))

    refuse_sandboxes(assembled)
    assert assembled.modules[0].name == "marketplace.kernel"


def test_start_tells_the_shop_owner_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_started", [])

    with pytest.raises(
        SystemExit, match=r"^soctrangtrade cannot start: There is no module 'ghost'"
    ):
        installed.start(tmp_path, words=["ghost"])


def test_asking_before_the_start_says_who_should_have_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(installed, "_started", [])

    with pytest.raises(RuntimeError, match=r"settings call marketplace\.kernel\.installed\.start"):
        installed.assembly()


def test_code_belongs_to_the_nearest_module_above_it() -> None:
    assert installed.owner_of("marketplace.kernel.outbox.queue") == "marketplace.kernel"
    assert installed.owner_of("marketplace.shop.order.models") == "marketplace.shop"
    assert installed.owner_of("django.views.generic") is None


def test_production_does_not_start_with_a_sandbox() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
        "MODULES": "+payments.sandboxes.bank",
        "SECRET_KEY": "k" * 50,
        "ORIGIN_KEY_SECRET": "o" * 50,
        "ALLOWED_HOSTS": "shop.example",
        "PUBLIC_ORIGIN": "https://shop.example",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=TREE,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == (
        "soctrangtrade cannot start: Production cannot run the sandbox payments.sandboxes.bank; "
        "take it out of modules.toml (or MODULES)."
    )
