"""Categories, products, their photos and papers."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files import File

from catalog.actions import add_certificate, list_product
from catalog.actions.categories import GroupWords, add_category
from catalog.actions.certificates import Paper
from catalog.choices import CertificateKind, Storage
from catalog.core.packs import Pack
from catalog.drafts import ProductDraft, Words
from catalog.models import Category, Product
from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.base.media.actions import store_upload
from marketplace.modules.demo.data import table

PICTURES = Path(__file__).parent / "pictures"

# Sold from lots: their stock is the sum of what their lots offer.
SOLD_FROM_LOTS = frozenset({"gao-st25", "tom-su-dong-lanh", "hanh-tim-2kg"})


def load_categories() -> dict[str, Category]:
    """Make the categories and return them by slug."""
    return {row["slug"]: _category(row) for row in table("categories")}


def _category(row: dict[str, Any]) -> Category:
    words = GroupWords(name=row["name"], slug=row["slug"], translations={"en": row["en"]})
    return add_category(words=words, parent=None, acting_user=None)


def load_products(
    sellers: dict[str, Partner], categories: dict[str, Category], today: date
) -> dict[str, Product]:
    """List every product by its seller's own person; return them by key."""
    return {
        row["key"]: _product(row, sellers[row["seller"]], categories[row["category"]], today)
        for row in table("products")
    }


def _product(row: dict[str, Any], seller: Partner, category: Category, today: date) -> Product:
    member = seller.users.get()
    product = list_product(seller=seller, draft=_draft(row, category, member), acting_user=member)
    if row["ocop"]:
        paper = Paper(
            kind=CertificateKind.OCOP,
            number=f"MAU-{row['ocop']}-{product.pk}",
            issuer="Hội đồng OCOP (mẫu)",
            valid_from=today - timedelta(days=300),
            valid_to=today + timedelta(days=700),
            stars=row["ocop"],
        )
        add_certificate(seller=seller, product=product, paper=paper, acting_user=None)
    return product


def _draft(row: dict[str, Any], category: Category, member: User) -> ProductDraft:
    size = row.get("size", [None, None])
    return ProductDraft(
        texts={"vi": Words(row["name"], _description(row))},
        category_id=category.pk,
        pack=_pack(row),
        price=row["price"],
        stock=0 if row["key"] in SOLD_FROM_LOTS else row["stock"],
        photos=(_photo(row["picture"], member),),
        size_min=size[0],
        size_max=size[1],
        season_months=tuple(row["season"]),
        storage=Storage(row["storage"]),
    )


def _pack(row: dict[str, Any]) -> Pack:
    return Pack(
        quantity=Decimal(row["pack_quantity"]),
        unit=row["unit"],
        container=row["container"],
        piece_count=row.get("piece_count"),
        net_weight_grams=row["net_weight_grams"],
    )


def _description(row: dict[str, Any]) -> str:
    keeping = {
        "dry": "Để nơi khô, mát.",
        "cool": "Giữ ngăn mát, dùng sớm khi còn tươi.",
        "frozen": "Giữ đông, rã đông một lần.",
    }
    return f"{row['name']}. {keeping[row['storage']]} Hình minh họa của bản dùng thử."


def _photo(name: str, member: User) -> Any:  # noqa: ANN401 - a UUID
    with (PICTURES / f"{name}.jpg").open("rb") as picture:
        return store_upload(file=File(picture, name=f"{name}.jpg"), owner=member).pk
