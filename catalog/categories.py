"""The tree of categories as pages need it: one query, whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q
from django.utils.translation import get_language

from catalog.models import Category


@dataclass(frozen=True, slots=True)
class Group:
    """A category as pages show it.

    Args:
        id: its key.
        name: in the language in use, else Vietnamese.
        slug: its address.
        path: its place in the tree; a descendant's begins with it.
        depth: 1 at the root.
    """

    id: int
    name: str
    slug: str
    path: str
    depth: int

    @property
    def url(self) -> str:
        """Its page."""
        return f"/g/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Tree:
    """All public categories, in the order of the tree."""

    groups: Sequence[Group]

    def by_slug(self, slug: str) -> Group | None:
        """Return the category with this address."""
        return next((group for group in self.groups if group.slug == slug), None)

    def children(self, parent: Group | None = None) -> list[Group]:
        """Return the categories right below one, or the roots."""
        path, depth = (parent.path, parent.depth) if parent else ("", 0)
        return [
            group
            for group in self.groups
            if group.depth == depth + 1 and group.path.startswith(path)
        ]

    def ancestors(self, child: Group) -> list[Group]:
        """Return the categories above one, from the root."""
        return [
            group
            for group in self.groups
            if child.path.startswith(group.path) and group.depth < child.depth
        ]


def category_tree() -> Tree:
    """Return the public categories."""
    language = (get_language() or "vi").split("-")[0]
    found = (
        Category.objects.filter(is_public=True, ancestors_are_public=True)
        .annotate(own=FilteredRelation("texts", condition=Q(texts__language=language)))
        .order_by("path")
        .values_list("pk", "own__name", "name", "slug", "path", "depth")
    )
    return Tree([Group(pk, own or name, *rest) for pk, own, name, *rest in found])


def group_choices() -> list[tuple[int, str]]:
    """Return keys and names for a choice, lower ones with the names above them."""
    tree = category_tree()
    return [
        (group.id, " › ".join(one.name for one in [*tree.ancestors(group), group]))
        for group in tree.groups
    ]
