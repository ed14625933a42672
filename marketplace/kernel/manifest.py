"""What a module says about itself. Pure: read before Django starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

SHOP_VERSION = "0.1.0"
"""What ``requires=("soctrangtrade>=…",)`` is compared with; equal to pyproject.toml's."""

SANDBOX = "sandbox"
"""Category of modules that play a stranger's part; production refuses to start with one."""

THEME = "theme"
"""Category of looks; the theme in ``depends`` is the one it extends."""

_DOTTED_NAME = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)*")


class ModuleSetError(Exception):
    """The modules found or chosen do not fit together; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One installable module.

    Args:
        name: dotted Python package, e.g. ``payments.providers.cod``.
        title: shown to the shop owner on the Modules page.
        summary: one sentence under the title.
        category: a word to group by; ``sandbox`` and ``theme`` mean something to the kernel.
        version: of the module, ``major.minor.patch``.
        depends: modules whose packages it imports or whose tables it points to.
        apps: ``INSTALLED_APPS`` entries the module adds, in order.
        replaces: apps (of Oscar, say) that leave ``INSTALLED_APPS`` when this one is installed.
        auto_install: glue. True installs it once all of ``depends`` are there; names in a tuple
            are the ones that pull it in.
        application: a thing a shop owner looks for, as against plumbing.
        requires: distributions it needs, ``("segno>=1.6",)``; ``soctrangtrade`` is the shop.
        settings: defaults of its own settings, merged into Django's.
        urls: dotted urlconf mounted at the root, so it spells out whole paths.
        middleware: dotted middleware, added after the shop's own in dependency order.
        outer_middleware: dotted middleware that stands before sessions, cookies and language, for
            pages that need none of them.
        demo: dotted callable ``load(*, now) -> None`` that fills in demo data.
        blockers: dotted callable that returns why the module must not be uninstalled now, a list
            of sentences without a full stop; empty when it may go.
    """

    name: str
    title: str
    summary: str = ""
    category: str = "feature"
    version: str = "0.1.0"
    depends: tuple[str, ...] = ()
    apps: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    auto_install: bool | tuple[str, ...] = False
    application: bool = False
    requires: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    urls: str = ""
    middleware: tuple[str, ...] = ()
    outer_middleware: tuple[str, ...] = ()
    demo: str = ""
    blockers: str = ""

    def __post_init__(self) -> None:
        if not _DOTTED_NAME.fullmatch(self.name):
            raise ModuleSetError(f"'{self.name}' is no dotted package name; correct its manifest.")
        lower = [name for name in self.settings if not name.isupper()]
        if lower:
            raise ModuleSetError(
                f"{self.name} names the setting '{lower[0]}'; write settings in capitals."
            )

    @property
    def code(self) -> str:
        """The last part of the name: a theme's or provider's code."""
        return self.name.rpartition(".")[2]

    @property
    def glue_for(self) -> tuple[str, ...]:
        """Return the modules whose presence installs this one; empty for all but glue."""
        if self.auto_install is True:
            return self.depends
        return self.auto_install or ()
