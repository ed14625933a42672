"""A listing row as a card: words, dates, what vanishes by itself."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from catalog.actions import add_certificate, end_certificate, set_stock
from catalog.actions.certificates import Paper
from catalog.choices import CertificateKind
from catalog.core.packs import Pack
from catalog.drafts import Words
from catalog.errors import DraftRefusedError, ProductNotFoundError
from catalog.listing.cards import Card, card_of
from catalog.listing.facts import Facts
from catalog.listing.hooks import listing_facts
from catalog.listing.models import ListingRow
from catalog.listing.queries import cards_for, newest_cards
from catalog.models import Product
from catalog.queries import valid_certificates
from marketplace.base.media.hooks import media_ready
from marketplace.base.media.models import Media
from tests.factories.catalog import make_ocop, make_product, make_seller

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)


def card(today: dt.date = TODAY) -> Card:
    return card_of(ListingRow.objects.get(), today)


def test_a_card_says_all_that_a_buyer_compares() -> None:
    make_product("Gạo ST25", seller=make_seller("HTX Rạch Gò"))
    found = card()
    assert (found.name, found.price, found.pack) == ("Gạo ST25", 185_000, "Túi 5 kg")
    assert found.unit_price == "37.000\u00a0₫/kg"
    assert (found.url, found.seller, found.place) == ("/p/gao-st25/", "HTX Rạch Gò", "Xã Hòa Tú")
    assert (found.in_stock, found.traceable, found.ocop, found.image) == (True, False, None, None)


def test_a_card_speaks_the_language_in_use_where_it_can() -> None:
    make_product(texts={"vi": Words("Gạo ST25"), "en": Words("ST25 rice")})
    with translation.override("en"):
        assert (card().name, card().unit_price) == ("ST25 rice", "37,000\u00a0VND/kg")
    with translation.override("km"):
        assert card().name == "Gạo ST25"


def test_stars_are_shown_while_their_paper_holds() -> None:
    make_ocop(make_product(), stars=4, valid_to=TODAY)
    assert card().ocop == 4
    assert card(TODAY + dt.timedelta(days=1)).ocop is None
    assert Product.objects.get().ocop_stars == 4


def test_a_withdrawn_paper_takes_its_stars_along() -> None:
    paper = make_ocop(make_product(), stars=5, valid_to=TODAY)
    end_certificate(certificate=paper, last_day=TODAY - dt.timedelta(days=1), acting_user=None)
    assert card().ocop is None


def test_papers_are_shown_on_their_days_only() -> None:
    product = make_product()
    paper = Paper(
        kind=CertificateKind.VIETGAP,
        number="VG-1",
        issuer="x",
        valid_from=TODAY,
        valid_to=TODAY + dt.timedelta(days=1),
    )
    add_certificate(seller=product.seller, product=None, paper=paper, acting_user=None)
    days = [TODAY + dt.timedelta(days=offset) for offset in (-1, 0, 1, 2)]
    assert [valid_certificates(product, day).count() for day in days] == [0, 1, 1, 0]


def test_a_paper_for_a_stranger_s_product_is_refused() -> None:
    product = make_product()
    paper = Paper(
        kind=CertificateKind.ASC, number="1", issuer="x", valid_from=TODAY, valid_to=TODAY
    )
    with pytest.raises(ProductNotFoundError):
        add_certificate(
            seller=make_seller("Hộ khác"), product=product, paper=paper, acting_user=None
        )


@pytest.mark.parametrize(
    ("kind", "stars"),
    [(CertificateKind.OCOP, None), (CertificateKind.OCOP, 2), (CertificateKind.ASC, 4)],
)
def test_only_ocop_has_stars_from_three_to_five(kind: CertificateKind, stars: int | None) -> None:
    with pytest.raises(DraftRefusedError):
        Paper(kind=kind, stars=stars, number="1", issuer="x", valid_from=TODAY, valid_to=TODAY)


def test_what_is_sold_out_says_when_it_comes_back() -> None:
    product = make_product(season_months=(2, 3, 4))
    set_stock(product=product, available=0, acting_user=product.seller.users.get())
    assert (card().season, card().in_season) == ("Có lại khoảng tháng 2", False)
    assert card(dt.date(2027, 3, 1)).in_season is True


def test_modules_above_add_their_facts() -> None:
    def traceable(_product: Product) -> dict[str, object]:
        return {"traceable": True}

    with listing_facts.register_temporarily(traceable):
        make_product()
    assert card().traceable is True


def test_a_card_gets_its_picture_when_the_worker_has_made_it() -> None:
    seller = make_seller()
    media = Media.objects.create(owner=seller.users.get(), original="x", width=9, height=9)
    make_product(seller=seller, photos=(media.pk,))
    assert card().image is None
    before = card().version
    media.renditions = {
        "320": {"avif": "photos/a.avif", "jpeg": "photos/a.jpg", "w": 320, "h": 320}
    }
    media.state = Media.State.READY
    media.save()
    media_ready.send(media)
    image = card().image
    assert image is not None
    assert (image.jpeg, image.avif) == ("/media/photos/a.jpg", "/media/photos/a.avif")
    assert card().version != before


def test_the_version_changes_exactly_with_the_facts() -> None:
    facts = Facts(
        names={"vi": "Gạo"},
        slug="gao",
        seller="HTX",
        place="Xã",
        price=1,
        pack=Pack(quantity=Decimal("1.5"), unit="kg"),
        base_price=1,
        base_unit="kg",
        in_stock=True,
        stars=4,
        stars_until=TODAY,
        season=(1, 2),
    )
    again = Facts.from_json(facts.to_json())
    assert again == facts
    assert again.version() == facts.version()


def test_lists_of_cards_keep_the_order_asked_for() -> None:
    one, two = make_product("Một"), make_product("Hai")
    assert [found.name for found in cards_for([one.pk, 999, two.pk])] == ["Một", "Hai"]
    assert [found.name for found in newest_cards(1)] == ["Hai"]


def test_equal_cards_are_one_key() -> None:
    make_product()
    assert {card(), card()} == {card()}
