"""Every text people see has its Vietnamese."""

from marketplace.kernel.catalogues import translations, untranslated
from tests.architecture.source import TREE


def test_no_text_lacks_its_vietnamese() -> None:
    missing = [f"{text.file}:{text.line}: {text.msgid}" for text in untranslated(TREE, "vi")]

    assert missing == []


def test_modules_agree_on_their_translations() -> None:
    disputed = {
        msgid: sorted(found)
        for (_context, msgid), found in translations(TREE, "vi").items()
        if len(found) > 1
    }

    assert disputed == {}
