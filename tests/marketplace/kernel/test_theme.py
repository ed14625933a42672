import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Engine, TemplateDoesNotExist
from django.test import RequestFactory
from django.test.utils import override_settings

from marketplace.kernel import active, installed, theme
from marketplace.kernel.active import flags
from marketplace.kernel.assembly import Choice, assemble
from marketplace.kernel.discovery import Module
from marketplace.kernel.manifest import Manifest


def look(code: str, *depends: str) -> Manifest:
    return Manifest(name=f"themes.{code}", title=code, category="theme", depends=depends)


@pytest.fixture(autouse=True)
def four_themes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """``tet`` extends ``mekong`` (the site's), which extends ``base``, and so does ``lite``."""
    known = {
        one.name: Module(one, tmp_path / one.code)
        for one in (
            look("base"),
            look("mekong", "themes.base"),
            look("tet", "themes.mekong"),
            look("lite", "themes.base"),
        )
    }
    for code, pages in {
        "base": ["page", "foot"],
        "mekong": ["page"],
        "tet": ["foot"],
        "lite": [],
    }.items():
        folder = tmp_path / code / "templates"
        folder.mkdir(parents=True)
        for page in pages:
            (folder / f"{page}.html").write_text(f"{page} of {code}")
    monkeypatch.setattr(installed, "_started", [assemble(known, Choice(frozenset(known)))])
    _forget()
    with override_settings(SITE_THEME="mekong"):
        yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    installed._positions.cache_clear()
    installed._by_name.cache_clear()
    active._fixed_of.clear()


def switch_off(code: str) -> None:
    flags.set(frozenset({f"themes.{code}"}), fresh_for=math.inf)


@pytest.fixture
def engine() -> Engine:
    return Engine(
        loaders=[
            ("marketplace.kernel.theme.ThemeLoader", ["marketplace.kernel.theme.ThemeFolders"])
        ]
    )


def shown(engine: Engine, page: str) -> str:
    return engine.get_template(f"{page}.html").render(Context())


def test_chain_walks_to_what_a_theme_extends() -> None:
    assert theme.theme_chain("tet") == ("tet", "mekong", "base")
    assert theme.theme_chain() == ("mekong", "base")


def test_unknown_theme_has_the_chain_of_base() -> None:
    assert theme.theme_chain("gone") == ("base",)


def test_nearest_template_of_the_chain_is_shown(engine: Engine) -> None:
    with theme.use_theme("tet"):
        assert (shown(engine, "page"), shown(engine, "foot")) == ("page of mekong", "foot of tet")
    with theme.use_theme("lite"):
        assert (shown(engine, "page"), shown(engine, "foot")) == ("page of base", "foot of base")


def test_cache_keeps_themes_apart(engine: Engine) -> None:
    for _again in range(2):
        with theme.use_theme("base"):
            assert shown(engine, "page") == "page of base"
        assert shown(engine, "page") == "page of mekong"


def test_template_of_another_theme_is_not_found(engine: Engine) -> None:
    with pytest.raises(TemplateDoesNotExist):
        shown(engine, "cart")


def test_site_theme_that_is_switched_off_gives_way_to_base_at_once(engine: Engine) -> None:
    with override_settings(SITE_THEME="tet"):
        assert shown(engine, "foot") == "foot of tet"

        switch_off("tet")

        assert theme.theme_code() == "base"
        assert shown(engine, "foot") == "foot of base"


def request(cookie: str = "", save_data: str = "") -> HttpRequest:
    made = RequestFactory().get("/", headers={"Save-Data": save_data} if save_data else None)
    if cookie:
        made.COOKIES[theme.COOKIE] = cookie
    return made


@pytest.mark.parametrize(
    ("cookie", "save_data", "chosen"),
    [
        ("", "", "mekong"),
        ("tet", "", "tet"),
        ("../etc", "", "mekong"),
        ("", "on", "lite"),
        ("", "off", "mekong"),
        ("tet", "on", "tet"),
    ],
)
def test_visitor_chooses_by_cookie_then_by_saving_data(
    cookie: str, save_data: str, chosen: str
) -> None:
    assert theme.choose_theme(request(cookie, save_data)) == chosen


def test_saving_data_needs_the_lite_theme() -> None:
    switch_off("lite")

    assert theme.choose_theme(request(save_data="on")) == "mekong"
