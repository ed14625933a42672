"""Write ``ai_rows.py`` from the facts in GS1's Barcode Syntax Dictionary.

Run it when a new release of the dictionary is out::

    python -m traceability.gs1.tools.write_ai_rows DICTIONARY.txt > rows.py
    mv rows.py traceability/gs1/ai_rows.py

Only facts are taken (which identifiers exist, how long, what they need); the words and the form
are ours.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

_CHARSETS = {"N": "digits", "X": "82", "Y": "39", "Z": "64"}
_RULES = {
    "csum": "check_digit",
    "csumalpha": "check_pair",
    "gcppos1": "company_prefix",
    "gcppos2": "company_prefix_behind_indicator",
    "yymmdd": "date",
    "yymmd0": "date_or_month",
    "yyyymmdd": "date_with_century",
    "hh": "hour",
    "mi": "minute",
    "ss": "second",
    "hhmi": "hour_and_minute",
    "iso3166": "country",
    "iso3166999": "country_or_several",
    "iso3166alpha2": "country_letters",
    "iso4217": "currency",
    "iso5218": "sex",
    "pcenc": "percent_encoded",
    "pieceoftotal": "piece_of_total",
    "posinseqslash": "position_of_total",
    "nonzero": "not_zero",
    "zero": "zero",
    "nozeroprefix": "no_leading_zero",
    "hasnondigit": "not_only_digits",
    "yesno": "yes_or_no",
    "hyphen": "minus_sign",
    "winding": "winding_direction",
    "importeridx": "importer_index",
    "packagetype": "package_type",
    "mediatype": "media_type",
    "latitude": "latitude",
    "longitude": "longitude",
    "iban": "iban",
    "couponcode": "coupon",
    "couponposoffer": "coupon_positive_offer",
}
_HEADER = '''"""Every GS1 application identifier, as data.

Written by ``tools/write_ai_rows.py``; do not edit.

Source: facts of the GS1 Barcode Syntax Dictionary, release {release}.
"""
# ruff: noqa: E501

from __future__ import annotations

from traceability.gs1.application_identifier import Component as Part
from traceability.gs1.application_identifier import fixed, variable

# Components: N digits, X character set 82, Y set 39, Z set 64; V up to so many; O optional.
# fmt: off
{components}

# What a value needs beside it: one of these groups, each whole.
{needs}

ROWS = (
{rows}
)
'''


@dataclass
class _Names:
    """Gives each distinct component and each distinct need one name, in order of first use."""

    components: dict[str, str] = field(default_factory=dict)  # Python text -> name
    needs: dict[str, str] = field(default_factory=dict)

    def component(self, word: str) -> str:
        """Name one part of a value, such as ``[X..17]`` or ``N14,csum``."""
        shape, *tests = word.replace("]", "").removeprefix("[").split(",")
        charset, variable, most = re.fullmatch(r"([NXYZ])(\.\.)?(\d+)", shape).groups()  # type: ignore[union-attr]
        rules = tuple(_RULES[test] for test in tests)
        arguments = [repr(_CHARSETS[charset]), "1" if variable else most, most]
        arguments += [f"rules={rules!r}"] if rules else []
        arguments += ["optional=True"] if word.startswith("[") else []
        name = "_".join(
            [charset + ("V" if variable else "") + most]
            + (["O"] if word.startswith("[") else [])
            + [rule.upper() for rule in rules]
        )
        return self.components.setdefault(f"Part({', '.join(arguments)})", name)

    def need(self, groups: str) -> str:
        """Name one requirement, such as ``01+21,02``."""
        value = tuple(tuple(group.split("+")) for group in groups.split(","))
        name = "WITH_" + "_OR_".join("_AND_".join(group) for group in value).upper()
        return self.needs.setdefault(repr(value), name)


def _tuple(items: list[str]) -> str:
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _associations(words: list[str], names: _Names) -> list[str]:
    """Return the keyword arguments of the associations ``req=``, ``ex=`` and ``dlpkey``."""
    needs = [names.need(word.removeprefix("req=")) for word in words if word.startswith("req=")]
    excludes = [ai for word in words if word.startswith("ex=") for ai in word[3:].split(",")]
    found = [f"needs={_tuple(needs)}"] if needs else []
    found += [f"excludes={tuple(excludes)!r}"] if excludes else []
    for word in words:
        if word.startswith("dlpkey"):
            sequences = word.partition("=")[2].split("|")
            found.append(f"qualifiers={tuple(tuple(s.split(',')) for s in sequences if s)!r}")
    return found


def _row(line: str, names: _Names) -> str:
    """Return the Python of one dictionary line."""
    rule, _, title = line.partition("#")
    run, *words = rule.split()
    flags = words.pop(0) if re.fullmatch(r"[*?]+", words[0]) else ""
    shapes = [word for word in words if re.match(r"\[?[NXYZ](\.\.)?\d", word)]
    arguments = [repr(run), repr(title.strip()), *(names.component(shape) for shape in shapes)]
    arguments += [] if "?" in flags else ["attribute=False"]
    arguments += _associations(words[len(shapes) :], names)
    return f"    {'fixed' if '*' in flags else 'variable'}({', '.join(arguments)}),"


def rows_module(dictionary: str) -> str:
    """Return the text of ``ai_rows.py`` for the text of a dictionary."""
    names = _Names()
    lines = [line for line in dictionary.splitlines() if re.match(r"\d", line)]
    rows = "\n".join(_row(line, names) for line in lines)
    release = re.search(r"Release: (\S+)", dictionary)
    return _HEADER.format(
        release=release.group(1) if release else "unknown",
        components="\n".join(f"{name} = {text}" for text, name in names.components.items()),
        needs="\n".join(f"{name} = {text}" for text, name in names.needs.items()),
        rows=rows,
    )


if __name__ == "__main__":
    sys.stdout.write(rows_module(Path(sys.argv[1]).read_text(encoding="utf-8")))
