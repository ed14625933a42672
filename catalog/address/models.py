"""Ours first, then whatever Oscar has that we did not override."""

from typing import ClassVar

from django.db import models
from oscar.apps.address.abstract_models import AbstractCountry, AbstractUserAddress

from catalog.address.abstract_models import VietnameseAddress


class Country(AbstractCountry):
    """Oscar's table of countries; we use one row."""

    objects: ClassVar[models.Manager["Country"]]


class UserAddress(VietnameseAddress, AbstractUserAddress):
    """An address in a person's address book."""

    _default_manager: ClassVar[models.Manager["UserAddress"]]

    class Meta(AbstractUserAddress.Meta):
        abstract = False


from oscar.apps.address.models import *  # noqa: E402, F403
