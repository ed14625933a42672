"""A party's public number, as it is dialled and as it is read."""

from marketplace.base.words.phone import display_phone

_COUNTRY = "+84"
_HOTLINES = ("+841800", "+841900")


def dialled(e164: str) -> str:
    """Return what ``tel:`` takes: Vietnamese hotlines are not reached through the country code.

    >>> dialled("+8418000000"), dialled("+84912345678")
    ('18000000', '+84912345678')
    """
    return e164.removeprefix(_COUNTRY) if e164.startswith(_HOTLINES) else e164


def shown(e164: str) -> str:
    """Return the number as people read it aloud.

    >>> shown("+8418000000"), shown("+84912345678")
    ('1800 0000', '0912 345 678')
    """
    if not e164.startswith(_HOTLINES):
        return display_phone(e164)
    digits = e164.removeprefix(_COUNTRY)
    return f"{digits[:4]} {digits[4:]}"
