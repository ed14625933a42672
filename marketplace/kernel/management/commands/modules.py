"""``manage.py modules list | info | graph | install | upgrade | uninstall | new``."""

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict, fields
from difflib import get_close_matches
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from marketplace.kernel import installed
from marketplace.kernel.assembly import package_of
from marketplace.kernel.changes import Change, installing, uninstalling
from marketplace.kernel.manifest import ModuleSetError
from marketplace.kernel.report import ModuleReport, reports
from marketplace.kernel.scaffold import create

RESTART = "Restart the server and the workers: the new list counts from their next start on."


class Command(BaseCommand):
    """Shows modules (``--json`` for machines), and changes which are installed."""

    help = "Show the modules of this shop, install and uninstall them, or begin a new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        listing = verbs.add_parser("list", help="all modules and whether they are on")
        listing.add_argument("--installed", action="store_true", help="only installed ones")
        info = verbs.add_parser("info", help="everything about one module")
        graph = verbs.add_parser("graph", help="who depends on whom")
        graph.add_argument("--dot", action="store_true", help="in Graphviz' language")
        install = verbs.add_parser("install", help="add a module with what it needs, and migrate")
        uninstall = verbs.add_parser("uninstall", help="take a module out; its tables stay")
        upgrade = verbs.add_parser("upgrade", help="migrate the tables of one module")
        new = verbs.add_parser("new", help="write the files of a new module")
        new.add_argument("--title", default="", help="what people call it")
        for verb in (info, install, uninstall, upgrade, new):
            verb.add_argument("name", metavar="NAME")
        for verb in (listing, info, graph):
            verb.add_argument("--json", action="store_true", help="as JSON")
        for verb in (install, uninstall):
            verb.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, verb: str, **options: object) -> None:
        """Run the verb."""
        run = {
            "list": self._list_verb,
            "info": self._info_verb,
            "graph": self._graph_verb,
            "install": self._install,
            "uninstall": self._uninstall,
            "upgrade": self._upgrade,
            "new": self._new,
        }[verb]
        try:
            run(options)
        except ModuleSetError as error:
            raise CommandError(str(error)) from error

    def _list_verb(self, options: dict[str, object]) -> None:
        shown = [one for one in reports() if one.installed or not options["installed"]]
        self._list(shown, as_json=bool(options["json"]))

    def _info_verb(self, options: dict[str, object]) -> None:
        self._info(_find(str(options["name"]), reports()), as_json=bool(options["json"]))

    def _graph_verb(self, options: dict[str, object]) -> None:
        self._graph(reports(), as_json=bool(options["json"]), as_dot=bool(options["dot"]))

    def _install(self, options: dict[str, object]) -> None:
        change = installing(_tree(), str(options["name"]))
        self.stdout.write(_told("installed", change))
        if self._write(change, dry_run=bool(options["dry_run"])):
            _migrate_anew()
            self.stdout.write(RESTART)

    def _uninstall(self, options: dict[str, object]) -> None:
        change = uninstalling(_tree(), str(options["name"]))
        self.stdout.write(_told("uninstalled", change))
        if self._write(change, dry_run=bool(options["dry_run"])):
            self.stdout.write(f"The tables stay. {RESTART}")

    def _write(self, change: Change, *, dry_run: bool) -> bool:
        if dry_run or not change.names:
            return False
        if os.environ.get("MODULES"):
            raise CommandError("MODULES is set and wins over modules.toml; change it instead.")
        change.write()
        return True

    def _upgrade(self, options: dict[str, object]) -> None:
        manifest = installed.find(str(options["name"]))
        if manifest is None:
            raise CommandError(f"{options['name']} is not installed; see: manage.py modules list.")
        for label in _labels(manifest.apps):
            call_command("migrate", label, verbosity=0)
        self.stdout.write(f"{manifest.name} {manifest.version}: its tables are up to date.")

    def _new(self, options: dict[str, object]) -> None:
        name = str(options["name"])
        title = str(options["title"]) or name.rpartition(".")[2].replace("_", " ").capitalize()
        for path in create(_tree(), name, title):
            self.stdout.write(str(path))

    def _list(self, shown: list[ModuleReport], *, as_json: bool) -> None:
        if as_json:
            self._write_json([{**asdict(one), "state": one.state} for one in shown])
            return
        width = max(len(one.name) for one in shown)
        for one in shown:
            self.stdout.write(f"{one.state:<3}  {one.name:<{width}}  {one.version:<7} {one.title}")

    def _info(self, one: ModuleReport, *, as_json: bool) -> None:
        if as_json:
            self._write_json({**asdict(one), "state": one.state})
            return
        for field in fields(one):
            value = getattr(one, field.name)
            told = ", ".join(value) if isinstance(value, tuple) else value
            if told != "":
                self.stdout.write(f"{field.name + ':':<15}{_yes_no(told)}")

    def _graph(self, known: list[ModuleReport], *, as_json: bool, as_dot: bool) -> None:
        there = [one for one in known if one.installed]
        if as_json:
            self._write_json({one.name: list(one.depends) for one in there})
        elif as_dot:
            self.stdout.write("\n".join(_dot(there)))
        else:
            for one in there:
                arrow = f" -> {', '.join(one.depends)}" if one.depends else ""
                self.stdout.write(f"{one.name}{' (glue)' if one.glue_for else ''}{arrow}")

    def _write_json(self, data: object) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))


def _tree() -> Path:
    return Path(settings.BASE_DIR)


def _told(verb: str, change: Change) -> str:
    return f"To be {verb}: {', '.join(change.names)}." if change.names else "Nothing to change."


def _migrate_anew() -> None:
    """Migrate in a process that starts with the new list: this one cannot take up new apps."""
    command = [sys.executable, str(_tree() / "manage.py"), "migrate", "--verbosity", "0"]
    if subprocess.run(command, check=False).returncode:  # noqa: S603  our own command
        raise CommandError(
            "The module is in modules.toml, but its tables are not made; "
            "mend what is said above and run: manage.py migrate."
        )


def _labels(entries: Iterable[str]) -> list[str]:
    packages = {package_of(app) for app in entries}
    ours = [config for config in apps.get_app_configs() if config.name in packages]
    return [config.label for config in ours if (Path(config.path) / "migrations").is_dir()]


def _find(name: str, known: list[ModuleReport]) -> ModuleReport:
    names = {one.name: one for one in known}
    if name in names:
        return names[name]
    near = get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]}?" if near else " See: manage.py modules list."
    raise CommandError(f"There is no module '{name}'.{hint}")


def _yes_no(value: object) -> object:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _dot(there: Iterable[ModuleReport]) -> Iterable[str]:
    yield "digraph modules {"
    for one in there:
        yield f'  "{one.name}"{" [style=dashed]" if one.glue_for else ""};'
        yield from (f'  "{one.name}" -> "{other}";' for other in one.depends)
    yield "}"
