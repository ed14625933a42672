"""Addresses on the site: short, readable, each taken once."""

from django.db import models

LONGEST = 120


def free_slug(model: type[models.Model], wanted: str) -> str:
    """Return ``wanted``, or it with the first free number behind it."""
    wanted = wanted[:LONGEST].strip("-")
    taken = set(
        model._default_manager.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    if wanted not in taken:
        return wanted
    return next(name for n in range(2, len(taken) + 3) if (name := f"{wanted}-{n}") not in taken)
