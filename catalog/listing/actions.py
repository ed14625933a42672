"""Write the listing: rows and search index together, in the transaction of what changed."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Prefetch

from catalog.choices import CertificateKind
from catalog.listing.backends import search_backend
from catalog.listing.facts import Facts
from catalog.listing.hooks import listing_facts
from catalog.listing.models import ListingRow
from catalog.listing.tokens import Tokens, tokenise
from catalog.models import Category, Certificate, Product, ProductPhoto
from catalog.pictures import picture_facts
from catalog.queries import public_products, stock_of
from marketplace.kernel.locking import lock_rows

AT_ONCE = 200


@transaction.atomic
def refresh_listing(product_ids: Iterable[int]) -> None:
    """Write the rows of these products anew; those that are not public lose theirs.

    The products are locked first, so that two refreshes of one product cannot leave the older.
    """
    wanted = sorted(set(product_ids))
    for start in range(0, len(wanted), AT_ONCE):
        _refresh(wanted[start : start + AT_ONCE])


def _refresh(wanted: list[int]) -> None:
    lock_rows(Product.objects.filter(pk__in=wanted).only("pk"))
    public = {product.pk: product for product in _load(wanted)}
    gone = [pk for pk in wanted if pk not in public]
    backend = search_backend()
    ListingRow.objects.filter(pk__in=gone).delete()
    backend.remove(gone)
    for product in public.values():
        facts = _facts(product)
        _write_row(product, facts)
        title, body = _texts(product, facts)
        backend.write(product.pk, title=title, body=body)


def _load(wanted: list[int]) -> Iterator[Product]:
    """Return the public ones among them, with all that a row is made of; they have stock."""
    photos = Prefetch("photos", ProductPhoto.objects.select_related("media"))
    ocop = Certificate.objects.filter(kind=CertificateKind.OCOP).order_by("valid_to")
    papers = Prefetch("certificates", ocop, to_attr="ocop_papers")
    found = (
        public_products()
        .filter(pk__in=wanted, stockrecords__isnull=False)
        .select_related("seller__place")
        .prefetch_related("texts", "categories", "stockrecords", photos, papers)
        .order_by("pk")
    )
    yield from found


def _facts(product: Product) -> Facts:
    stock = stock_of(product)
    assert stock is not None  # noqa: S101  (`_load` keeps products with stock only)
    base = product.pack.base_price(stock.amount)
    paper = next(reversed(getattr(product, "ocop_papers", [])), None)
    cover = next(iter(product.photos.all()), None)
    return Facts(
        names={text.language: text.name for text in product.texts.all()},
        slug=product.slug,
        seller=product.seller.name,
        place=product.seller.place.name if product.seller.place else "",
        price=stock.amount,
        pack=product.pack,
        base_price=base.amount,
        base_unit=base.unit,
        in_stock=stock.available > 0,
        picture=picture_facts(cover.media) if cover else None,
        stars=paper.stars if paper else 0,
        stars_until=paper.valid_to if paper else None,
        season=tuple(product.season),
        extra={
            name: value for answer in listing_facts.send(product) for name, value in answer.items()
        },
    )


def _write_row(product: Product, facts: Facts) -> None:
    category = _category(product)
    ListingRow.objects.update_or_create(
        product=product,
        defaults={
            "seller": product.seller,
            "category_path": category.path if category else "",
            "version": facts.version(),
            "facts": facts.to_json(),
            "in_stock": facts.in_stock,
            "price": facts.price,
            "base_price": facts.base_price,
            "stars": facts.stars,
            "listed_at": product.published_at or product.date_created,
        },
    )


def _texts(product: Product, facts: Facts) -> tuple[Tokens, Tokens]:
    """Return the tokens of the names, and of all else people search by."""
    category = _category(product)
    rest = [text.description for text in product.texts.all()]
    rest += [facts.seller, facts.place, category.name if category else ""]
    return tokenise(" ".join(facts.names.values())), tokenise(" ".join(rest))


def _category(product: Product) -> Category | None:
    return next(iter(product.categories.all()), None)
