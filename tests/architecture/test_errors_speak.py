"""Every error has a code of its own and says its sentence in Vietnamese."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from django.utils.translation import override

from marketplace.kernel.discovery import ROOTS
from marketplace.kernel.errors import DomainError
from tests.architecture.source import dotted, source_files


def children(parent: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in parent.__subclasses__():
        yield child
        yield from children(child)


def shipped_errors() -> list[type[DomainError]]:
    """Return the error classes of the shipped code; all error files are imported first."""
    names = {config.name for config in apps.get_app_configs()}
    for file in source_files():
        if file.name == "errors.py" and dotted(file).rpartition(".")[0] in names:
            import_string(f"{dotted(file)}.__name__")
    found: list[type[DomainError]] = [DomainError, *children(DomainError)]
    return [one for one in found if one.__module__.split(".")[0] in ROOTS]


def test_codes_are_unique() -> None:
    counted = Counter(error.code for error in set(shipped_errors()))

    assert [code for code, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("error", shipped_errors(), ids=lambda error: error.__name__)
def test_error_has_a_vietnamese_sentence(error: type[DomainError]) -> None:
    with override(None):
        source = str(error.sentence)
    with override("vi"):
        said = str(error.sentence)

    assert said != source
    assert error is DomainError or error.sentence is not DomainError.sentence
