"""Baskets: Oscar's, and a basket knows its lines' products."""

from typing import ClassVar

from django.db import models
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine


class Basket(AbstractBasket):
    """What a visitor wants to buy; submitted once it is ordered."""

    objects: ClassVar[models.Manager["Basket"]]


class Line(AbstractLine):
    """So many packs of one product."""

    objects: ClassVar[models.Manager["Line"]]


from oscar.apps.basket.models import *  # noqa: E402, F403
