"""What is sold as one, and what it is called."""

from decimal import Decimal

import pytest
from django.utils import translation

from catalog.core.packs import Pack
from catalog.words import pack_words, season_words, stock_words, unit_price_words, weight_words
from marketplace.base.units.core import BasePrice, UnitError

BAG = Pack(quantity=Decimal(5), unit="kg", container="tui")
BOX = Pack(quantity=Decimal(1), unit="hop", piece_count=4, net_weight_grams=400)
CHUC = Pack(quantity=Decimal(1), unit="chuc", piece_count=12)
TON = Pack(quantity=Decimal(1), unit="tan")


@pytest.mark.parametrize(
    ("pack", "words"),
    [
        (BAG, "Túi 5 kg"),
        (BOX, "Hộp 4 cái"),
        (CHUC, "Chục 12 trái"),
        (TON, "1 tấn"),
        (Pack(quantity=Decimal("0.5"), unit="kg"), "0,5 kg"),
        (Pack(quantity=Decimal(500), unit="ml", container="chai"), "Chai 500 ml"),
    ],
)
def test_a_pack_is_called_what_the_market_calls_it(pack: Pack, words: str) -> None:
    with translation.override("vi"):
        assert pack_words(pack) == words


@pytest.mark.parametrize(
    ("pack", "price", "words"),
    [
        (BAG, 185_000, "37.000\u00a0₫/kg"),
        (BOX, 90_000, "22.500\u00a0₫/cái"),
        (CHUC, 120_000, "10.000\u00a0₫/trái"),
        (TON, 7_600_000, "7.600\u00a0₫/kg"),
    ],
)
def test_every_price_is_also_told_for_one_base_unit(pack: Pack, price: int, words: str) -> None:
    with translation.override("vi"):
        assert unit_price_words(pack.base_price(price)) == words


def test_a_chuc_without_its_count_is_no_pack() -> None:
    with pytest.raises(UnitError) as caught:
        Pack(quantity=Decimal(1), unit="chuc")
    assert caught.value.code == "piece_count_missing"


@pytest.mark.parametrize("container", ["kg", "xyz", "chuc"])
def test_only_wrappings_wrap(container: str) -> None:
    with pytest.raises(UnitError):
        Pack(quantity=Decimal(1), unit="kg", container=container)


def test_a_weight_of_nothing_is_refused() -> None:
    with pytest.raises(UnitError):
        Pack(quantity=Decimal(1), unit="hop", net_weight_grams=0)


@pytest.mark.parametrize(("pack", "grams"), [(BAG, 5000), (BOX, 400), (CHUC, None), (TON, 10**6)])
def test_the_weight_is_the_unit_s_or_the_declared_one(pack: Pack, grams: int | None) -> None:
    assert pack.grams == grams


def test_stock_weight_and_season_in_words() -> None:
    with translation.override("vi"):
        assert stock_words(240, BAG) == "Còn 240 túi"
        assert weight_words(400) == "400 g"
        assert weight_words(1500) == "1,5 kg"
        assert season_words((1, 2, 11, 12)) == "tháng 11–2"
        assert season_words((5,)) == "tháng 5"
        assert season_words(()) == ""


def test_the_base_price_names_its_unit() -> None:
    assert BAG.base_price(185_000) == BasePrice(37_000, "kg", "kg")
