import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError
from django.core.management import CommandError, call_command

from marketplace.kernel.catalogues import (
    compile_catalogues,
    texts,
    translations,
    untranslated,
)

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: vi\\n"\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "payments" / "templates").mkdir(parents=True)
    (tmp_path / "payments" / "actions.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "TITLE = _('Pay %(amount)s')\n"
        "def tell(n):\n"
        "    return ngettext('%(n)s bag', '%(n)s bags', n), pgettext('money', 'short')\n"
    )
    (tmp_path / "payments" / "templates" / "pay.html").write_text(
        "{% load i18n %}{# don't read this: {% trans 'no' %} #}\n"
        '<p title="{% trans "Buyer\'s bank" %}">It\'s {{ x|default:_("nobody") }}</p>\n'
        "{% blocktrans trimmed with a=b %}\n  Hello\n  {{ a }}\n{% endblocktrans %}\n"
        "{% comment %}it's {% trans 'hidden' %}{% endcomment %}\n"
    )
    catalogue(tmp_path, "payments", 'msgid "Pay %(amount)s"\nmsgstr "Trả %(amount)s"\n')
    return tmp_path


def catalogue(tree: Path, package: str, entries: str) -> Path:
    file = tree / package / "locale" / "vi" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{HEAD}\n{entries}", encoding="utf-8")
    return file


def test_texts_of_python_and_templates_are_found(tree: Path) -> None:
    found = {(text.context, text.msgid, text.line) for text in texts(tree)}

    assert found == {
        ("", "Pay %(amount)s", 2),
        ("", "%(n)s bag", 4),
        ("money", "short", 4),
        ("", "Buyer's bank", 2),
        ("", "nobody", 2),
        ("", "Hello %(a)s", 3),
    }


def test_texts_without_a_translation_are_listed(tree: Path) -> None:
    catalogue(
        tree,
        "payments",
        'msgid "Pay %(amount)s"\nmsgstr "Trả %(amount)s"\n\n'
        'msgid "%(n)s bag"\nmsgid_plural "%(n)s bags"\nmsgstr[0] "%(n)s túi"\n\n'
        'msgctxt "money"\nmsgid "short"\nmsgstr "thiếu"\n\n'
        'msgid "short"\nmsgstr "ngắn"\n\n'
        '#, fuzzy\nmsgid "nobody"\nmsgstr "không ai"\n\n'
        'msgid "Hello %(a)s"\nmsgstr ""\n',
    )

    missing = [text.msgid for text in untranslated(tree, "vi")]

    assert missing == ["Buyer's bank", "nobody", "Hello %(a)s"]


def test_catalogue_is_compiled_once_and_again_when_it_changed(tree: Path) -> None:
    (file,) = compile_catalogues(tree)
    assert compile_catalogues(tree) == []

    catalogue(tree, "payments", 'msgid "Bank"\nmsgstr "Ngân hàng"\n')
    os.utime(file, ns=(2**61, 2**61))

    assert compile_catalogues(tree) == [file]
    with file.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Bank") == "Ngân hàng"


def test_a_catalogue_with_a_fault_leaves_the_compiled_one_as_it_was(tree: Path) -> None:
    compile_catalogues(tree)
    file = catalogue(tree, "payments", "<<<<<<< ours\n")
    before = file.with_suffix(".mo").read_bytes()
    later = file.with_suffix(".mo").stat().st_mtime + 10
    os.utime(file, (later, later))

    with pytest.raises(PoFileError):
        compile_catalogues(tree)

    assert file.with_suffix(".mo").read_bytes() == before
    assert sorted(one.name for one in file.parent.iterdir()) == ["django.mo", "django.po"]


def test_two_modules_that_disagree_are_seen(tree: Path) -> None:
    first = catalogue(tree, "payments", 'msgid "Bank"\nmsgstr "Ngân hàng"\n')
    second = catalogue(tree, "themes", 'msgid "Bank"\nmsgstr "Bờ"\n')

    assert translations(tree, "vi")[("", "Bank")] == {"Ngân hàng": first, "Bờ": second}


def test_command_lists_what_is_missing_and_fails(
    tree: Path, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    settings.BASE_DIR = tree  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="5 texts have no translation into vi"):
        call_command("messages", check="vi")

    told = capsys.readouterr().out
    assert "payments/templates/pay.html:2: 'nobody'\n" in told
    assert "payments/actions.py:4: 'short' [money]\n" in told


def test_command_can_look_at_one_folder(
    tree: Path, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    settings.BASE_DIR = tree  # type: ignore[attr-defined]

    call_command("messages", check="vi", under="themes")
    call_command("messages", under="payments/actions.py")

    assert capsys.readouterr().out.splitlines() == [
        "payments/actions.py:2: 'Pay %(amount)s'",
        "payments/actions.py:4: '%(n)s bag'",
        "payments/actions.py:4: 'short' [money]",
    ]
