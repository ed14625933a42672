"""The tree of categories."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from catalog.listing.actions import refresh_listing
from catalog.models import Category, CategoryText, ProductCategory
from marketplace.base.accounts.models import User
from marketplace.kernel.audit import record


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWords:
    """What a category is called and whether it is shown.

    Args:
        name: in Vietnamese.
        slug: its address.
        translations: names by language code.
        is_public: buyers see it and what is in it.
        in_menu: it stands in the header.
    """

    name: str
    slug: str
    translations: Mapping[str, str]
    is_public: bool = True
    in_menu: bool = True


@transaction.atomic
def add_category(
    *, words: GroupWords, parent: Category | None, acting_user: User | None
) -> Category:
    """Add a category below ``parent``, or at the root."""
    fields = {"name": words.name, "slug": words.slug, "is_public": words.is_public}
    fields["exclude_from_menu"] = not words.in_menu
    category: Category = parent.add_child(**fields) if parent else Category.add_root(**fields)
    _write_texts(category, words)
    record("category.added", acting_user=acting_user, subject=category, name=words.name)
    return category


@transaction.atomic
def edit_category(*, category: Category, words: GroupWords, acting_user: User | None) -> Category:
    """Rename a category, hide or show it. Its products are found by the new name at once."""
    category.name, category.slug = words.name, words.slug
    category.is_public, category.exclude_from_menu = words.is_public, not words.in_menu
    category.save()
    _write_texts(category, words)
    record("category.edited", acting_user=acting_user, subject=category, name=words.name)
    inside = ProductCategory.objects.filter(category=category)
    refresh_listing(list(inside.values_list("product_id", flat=True)))
    return category


def _write_texts(category: Category, words: GroupWords) -> None:
    given = {language: name for language, name in words.translations.items() if name}
    CategoryText.objects.filter(category=category).exclude(language__in=list(given)).delete()
    for language, name in given.items():
        CategoryText.objects.update_or_create(
            category=category, language=language, defaults={"name": name}
        )
