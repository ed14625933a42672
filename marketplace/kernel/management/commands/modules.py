"""``manage.py modules list | info NAME | graph``: what this shop is made of."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import asdict, fields
from difflib import get_close_matches

from django.core.management.base import BaseCommand, CommandError

from marketplace.kernel.report import ModuleReport, reports


class Command(BaseCommand):
    """Shows modules; ``--json`` for machines."""

    help = "Show the modules of this shop: list, info NAME, graph."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|info|graph")
        listing = verbs.add_parser("list", help="all modules and whether they are on")
        listing.add_argument("--installed", action="store_true", help="only installed ones")
        info = verbs.add_parser("info", help="everything about one module")
        info.add_argument("name", metavar="NAME")
        graph = verbs.add_parser("graph", help="who depends on whom")
        graph.add_argument("--dot", action="store_true", help="in Graphviz' language")
        for verb in (listing, info, graph):
            verb.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *, verb: str, **options: object) -> None:
        """Run the verb."""
        known = reports()
        if verb == "info":
            self._info(_find(str(options["name"]), known), as_json=bool(options["json"]))
        elif verb == "graph":
            self._graph(known, as_json=bool(options["json"]), as_dot=bool(options["dot"]))
        else:
            shown = [one for one in known if one.installed or not options["installed"]]
            self._list(shown, as_json=bool(options["json"]))

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
