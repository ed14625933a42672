"""Order numbers and keys that nobody can guess. Pure: random bytes come in.

An order number is read aloud to a seller and typed by a buyer, so it has no look-alike letters and
no vowels; ten characters of 30 carry 49 bits. Oscar's own number is ``100000 + basket.id``, which
tells a stranger both the next order and the shop's volume.
"""

import re

# Crockford's alphabet (it has no O, I, L and U) without its vowels A and E.
ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
NUMBER_LENGTH = 10
NUMBER_BYTES = 16
LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


class OrderNumberError(ValueError):
    """The text is no order number: wrong length or a character that none has."""

    code = "order_number"


def order_number(random_bytes: bytes) -> str:
    """Return a ten-character number from 16 random bytes.

    Raises:
        OrderNumberError: there are not 16 bytes.

    >>> order_number(bytes(16))
    '0000000000'
    """
    if len(random_bytes) != NUMBER_BYTES:
        raise OrderNumberError(
            f"{NUMBER_BYTES} random bytes make a number, not {len(random_bytes)}"
        )
    value = int.from_bytes(random_bytes, "big")
    characters = []
    for _ in range(NUMBER_LENGTH):
        value, rest = divmod(value, len(ALPHABET))
        characters.append(ALPHABET[rest])
    return "".join(characters)


def read_number(text: str) -> str:
    """Return the number that a person typed: spaces, dashes and look-alikes forgiven.

    Raises:
        OrderNumberError: it cannot be a number.

    >>> read_number("o123-45b c7l")
    '012345BC71'
    """
    number = re.sub(r"[\s\-.]", "", text).upper().translate(LOOK_ALIKES)
    if len(number) != NUMBER_LENGTH or set(number) - set(ALPHABET):
        raise OrderNumberError("an order number has ten letters and digits")
    return number


def show_number(number: str) -> str:
    """Return the number in two groups of five, as people read it aloud.

    >>> show_number("012345BC71")
    '01234-5BC71'
    """
    return f"{number[:5]}-{number[5:]}"
