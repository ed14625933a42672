"""What the installed modules ask of Django. Pure: values in, values out."""

import ast
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from marketplace.kernel.discovery import Module, manifests
from marketplace.kernel.graph import check_requires, load_order, with_glue
from marketplace.kernel.manifest import THEME, Manifest, ModuleSetError


@dataclass(frozen=True, slots=True)
class Choice:
    """The modules a shop wants, and the glue it does not."""

    installed: frozenset[str]
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """The installed modules in dependency order, and what they add to Django's settings."""

    modules: tuple[Module, ...]
    apps: tuple[str, ...]
    replaced: frozenset[str]
    urls: tuple[tuple[str, str], ...]
    middleware: tuple[str, ...]
    outer_middleware: tuple[str, ...]
    settings: Mapping[str, object]
    template_dirs: tuple[Path, ...] = field(default=())
    static_dirs: tuple[Path, ...] = field(default=())
    locale_dirs: tuple[Path, ...] = field(default=())

    def installed_apps(self, base: Sequence[str]) -> list[str]:
        """Return ``INSTALLED_APPS``: ours first (their templates win), then ``base`` unreplaced."""
        kept = [app for app in base if app not in self.replaced and app not in self.apps]
        return [*self.apps, *kept]


def read_choice(file: Path, words: Sequence[str] = (), *, text: str | None = None) -> Choice:
    """Return the choice of ``modules.toml``, changed or replaced by the words of ``MODULES``.

    Args:
        file: where the choice is written.
        words: those that all begin with ``+`` or ``-`` change the file's choice; plain words
            replace it.
        text: what the file would hold, to try a change before it is written.

    Raises:
        ModuleSetError: the file is unreadable, or plain and signed words are mixed.
    """
    signed = [word for word in words if word[0] in "+-"]
    if words and not signed:
        return Choice(frozenset(words))
    if len(signed) != len(words):
        raise ModuleSetError(
            "MODULES mixes plain names with +name and -name; list all modules, "
            "or only what to add and take away."
        )
    return _changed(_from_file(file, text), signed)


def assemble(
    known: Mapping[str, Module],
    choice: Choice,
    *,
    taken_settings: Collection[str] = (),
) -> Assembly:
    """Return what Django needs to run the chosen modules and the glue between them.

    Raises:
        ModuleSetError: one sentence that says what does not fit and what to do.
    """
    catalogue = manifests(known)
    names = with_glue(choice.installed, catalogue, without=choice.without)
    ordered = load_order(names, catalogue)
    check_requires(ordered)
    modules = tuple(known[manifest.name] for manifest in ordered)
    _check_labels(modules)
    return Assembly(
        modules=modules,
        apps=tuple(app for module in ordered for app in module.apps),
        replaced=_replaced(ordered),
        urls=tuple((module.name, module.urls) for module in ordered if module.urls),
        middleware=tuple(path for module in ordered for path in module.middleware),
        outer_middleware=tuple(path for module in ordered for path in module.outer_middleware),
        settings=_settings(ordered, taken_settings),
        template_dirs=_folders(modules, "templates"),
        static_dirs=_folders(modules, "static"),
        locale_dirs=_folders(modules, "locale"),
    )


def refuse_sandboxes(assembly: Assembly) -> None:
    """Refuse to run for the public with a module that plays a stranger's part.

    Raises:
        ModuleSetError: names the sandbox.
    """
    sandboxes = [module.name for module in assembly.modules if module.is_sandbox]
    if sandboxes:
        raise ModuleSetError(
            f"Production cannot run the sandbox {sandboxes[0]}; "
            "take it out of modules.toml (or MODULES)."
        )


def package_of(app: str) -> str:
    """Return the package of an ``INSTALLED_APPS`` entry, which may name an AppConfig."""
    # The last ".apps.": a package of that name may stand before it (oscar.apps.order.apps.…).
    package, separator, _config = app.rpartition(".apps.")
    return package if separator and _config[:1].isupper() else app


def _from_file(file: Path, text: str | None = None) -> Choice:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8") if text is None else text)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ModuleSetError(
            f"{file} cannot be read ({error}); restore it or set MODULES."
        ) from error
    wanted, unwanted = data.get("installed", []), data.get("without", [])
    if not _is_names(wanted) or not _is_names(unwanted):
        raise ModuleSetError(f"{file}: 'installed' and 'without' are lists of module names.")
    return Choice(frozenset(wanted), frozenset(unwanted))


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _changed(choice: Choice, signed: Sequence[str]) -> Choice:
    added = {word[1:] for word in signed if word[0] == "+"}
    removed = {word[1:] for word in signed if word[0] == "-"}
    return Choice((choice.installed | added) - removed, (choice.without | removed) - added)


def _replaced(modules: Sequence[Manifest]) -> frozenset[str]:
    owners: dict[str, str] = {}
    for module in modules:
        for app in module.replaces:
            if app in owners:
                raise ModuleSetError(
                    f"{module.name} and {owners[app]} both replace {app}; install one of them."
                )
            owners[app] = module.name
    return frozenset(owners)


def _settings(modules: Sequence[Manifest], taken: Collection[str]) -> dict[str, object]:
    owners = dict.fromkeys(taken, "the shop's own settings")
    merged: dict[str, object] = {}
    for module in modules:
        for name, value in module.settings.items():
            if name in owners:
                raise ModuleSetError(
                    f"{module.name} sets {name}, which {owners[name]} already set; rename it."
                )
            owners[name] = module.name
            merged[name] = value
    return merged


def _folders(modules: Sequence[Module], kind: str) -> tuple[Path, ...]:
    """Return folders Django would not find itself: of modules that are no app (themes apart)."""
    return tuple(
        module.folder / kind
        for module in modules
        if module.name not in map(package_of, module.manifest.apps)
        and not (kind == "templates" and module.manifest.category == THEME)
        and (module.folder / kind).is_dir()
    )


def _check_labels(modules: Sequence[Module]) -> None:
    owners: dict[str, str] = {}
    for module in modules:
        for app in module.manifest.apps:
            label = _label(module, app)
            if label in owners:
                raise ModuleSetError(
                    f"{app} and {owners[label]} share the app label '{label}'; "
                    "set another label in one AppConfig."
                )
            owners[label] = app


def _label(module: Module, app: str) -> str:
    """Return the label that ``app``'s apps.py spells out, else the last part of its name."""
    package = package_of(app)
    inner = package.removeprefix(module.name).strip(".").split(".")
    file = module.folder.joinpath(*[part for part in inner if part], "apps.py")
    if not file.is_file():
        return package.rpartition(".")[2]
    labels = [
        node.value.value
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == "label" for target in node.targets)
    ]
    return str(labels[0]) if labels else package.rpartition(".")[2]
