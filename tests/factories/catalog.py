"""Sellers and products for tests, made by the actions that the shop uses."""

import datetime as dt
import itertools
from dataclasses import replace
from decimal import Decimal

from catalog.actions import (
    add_certificate,
    add_seller,
    list_product,
    submit_seller,
    verify_seller,
)
from catalog.actions.certificates import Paper
from catalog.actions.sellers import SellerPapers
from catalog.choices import CertificateKind, SellerKind
from catalog.core.packs import Pack
from catalog.drafts import ProductDraft, Words
from catalog.models import Category, Certificate, Product
from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.base.places.models import AdminUnit

_numbers = itertools.count(1)

BAG_OF_FIVE = Pack(quantity=Decimal(5), unit="kg", container="tui")


def make_person() -> User:
    """Return a person with a phone of their own."""
    return User.objects.create_user(phone=f"+8490{next(_numbers):07d}", password="ba-con")


def make_ward(name: str = "Xã Hòa Tú", code: str = "31699") -> AdminUnit:
    """Return a commune of Cần Thơ."""
    city, _made = AdminUnit.objects.get_or_create(
        code="92",
        defaults={
            "official_code": "92",
            "name": "Thành phố Cần Thơ",
            "kind": "city",
            "search_key": "|can tho|",
        },
    )
    ward, _made = AdminUnit.objects.get_or_create(
        code=code,
        defaults={
            "official_code": code,
            "name": name,
            "kind": "commune",
            "parent": city,
            "search_key": "|x|",
        },
    )
    return ward


def make_seller(
    name: str = "Hợp tác xã Rạch Gò",
    *,
    user: User | None = None,
    kind: SellerKind = SellerKind.FARM_HOUSEHOLD,
    verified: bool = True,
) -> Partner:
    """Return a seller with one person, verified unless told otherwise."""
    papers = SellerPapers(
        name=name,
        kind=kind,
        legal_name=name,
        place=make_ward(),
        street="Ấp Hòa Nhờ",
        phone="+84900000012",
    )
    seller = add_seller(papers=papers, users=[user or make_person()], acting_user=None)
    if not verified:
        return seller
    return verify_seller(seller=submit_seller(seller=seller, acting_user=None), acting_user=None)


def make_category(name: str = "Gạo", slug: str = "gao") -> Category:
    """Return a group at the root of the tree."""
    found = Category.objects.filter(slug=slug).first()
    if found is not None:
        return found
    made: Category = Category.add_root(name=name, slug=slug)
    return made


def make_draft(name: str = "Gạo thơm ST25", **fields: object) -> ProductDraft:
    """Return a draft of rice in bags of five."""
    description = str(fields.pop("description", ""))
    category = fields.pop("category", None) or make_category()
    assert isinstance(category, Category)
    draft = ProductDraft(
        texts={"vi": Words(name, description)},
        category_id=category.pk,
        pack=BAG_OF_FIVE,
        price=185_000,
        stock=10,
    )
    return replace(draft, **fields)  # type: ignore[arg-type]


def make_product(
    name: str = "Gạo thơm ST25", *, seller: Partner | None = None, **fields: object
) -> Product:
    """Return a product on sale."""
    seller = seller or Partner.objects.first() or make_seller()
    person = seller.users.get()
    draft = make_draft(name, **fields)
    return list_product(seller=seller, draft=draft, acting_user=person)


def make_ocop(product: Product, *, stars: int, valid_to: dt.date) -> Certificate:
    """Return an OCOP paper of a product."""
    paper = Paper(
        kind=CertificateKind.OCOP,
        stars=stars,
        number=f"OCOP-{next(_numbers)}",
        issuer="UBND thành phố Cần Thơ",
        valid_from=valid_to - dt.timedelta(days=3 * 365),
        valid_to=valid_to,
    )
    return add_certificate(seller=product.seller, product=product, paper=paper, acting_user=None)
