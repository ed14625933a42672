"""Addresses on the site: short, readable, each taken once."""

from django.db import models
from django.utils.text import slugify

from marketplace.base.words.core import tokens

LONGEST = 120


def free_slug(model: type[models.Model], name: str, instead: str) -> str:
    """Return an address made of a name; with the first free number behind it where it is taken.

    Args:
        model: with a unique ``slug``.
        name: in any script.
        instead: for names that leave nothing a browser's address bar shows as it is.
    """
    wanted = slugify(" ".join(tokens(name))) or instead
    wanted = wanted[:LONGEST].strip("-")
    taken = set(
        model._default_manager.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, len(taken) + 3) if (name := f"{wanted}-{n}") not in taken)
