"""Which of several links of one type suits a client best. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One link: where to, what it is, and for whom it is meant.

    Args:
        link_type: name in the GS1 Web Vocabulary, such as ``pip``.
        href: absolute address.
        title: what people read.
        languages: BCP 47 tags of the target; empty when it speaks any or none.
        media_type: of the target; empty when it depends.
        context: a market or use the link is meant for; empty for all.
    """

    link_type: str
    href: str
    title: str
    languages: tuple[str, ...] = ()
    media_type: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a client would like: tags and media ranges, the most wanted first."""

    languages: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    context: str = ""


def choose(offers: Sequence[Offer], wish: Wish) -> list[Offer]:
    """Return the best of ``offers``; several when nothing tells them apart.

    Context first, then language, then media type: each leaves those that suit, or, where none
    does, those that are for everybody, or all.
    """
    left = _narrowed(offers, [_in_context(wish.context)], lambda one: not one.context)
    left = _narrowed(left, [_speaks(tag) for tag in wish.languages], lambda one: not one.languages)
    left = _narrowed(left, [_is_of(text) for text in wish.media], lambda one: not one.media_type)
    return list(dict.fromkeys(left))


Test = Callable[[Offer], bool]


def _narrowed(offers: Sequence[Offer], tests: Sequence[Test], for_all: Test) -> list[Offer]:
    """Return the offers that pass the first test that any passes, else those for all, else all."""
    for test in (*tests, for_all):
        found = [one for one in offers if test(one)]
        if found:
            return found
    return list(offers)


def _in_context(context: str) -> Test:
    return lambda one: bool(context) and one.context.lower() == context.lower()


def _speaks(tag: str) -> Test:
    """Return whether an offer speaks ``tag``; ``en`` is spoken by ``en-GB`` and the other way."""
    wanted = tag.lower().split("-")[0]
    return lambda one: any(spoken.lower().split("-")[0] == wanted for spoken in one.languages)


def _is_of(media: str) -> Test:
    """Return whether an offer is of a media range; ``*/*`` asks for nothing."""
    kind, _slash, subtype = media.lower().partition("/")
    if kind == "*":
        return lambda one: not one.media_type
    if subtype == "*":
        return lambda one: one.media_type.lower().startswith(kind + "/")
    return lambda one: one.media_type.lower() == media.lower()
