import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from marketplace.base.accounts.models import User
from marketplace.kernel.models import AuditRow
from tests.factories.traceability import (
    make_cooperative,
    make_household,
    make_item,
    make_lot,
    make_place,
    make_user,
)
from traceability.resolver.core.addresses import AddressError, checked
from traceability.resolver.core.choosing import Offer, Wish, choose
from traceability.resolver.errors import LinkAddressError, LinkAnchorError, LinkTypeError
from traceability.resolver.hooks import more_links
from traceability.resolver.link_actions import CLOSED_PATHS, LinkDraft, add_link
from traceability.resolver.models import Link

GTIN = "09520600012353"


def draft(**more: str) -> LinkDraft:
    told = {
        "anchor": f"/01/{GTIN}",
        "link_type": "instructions",
        "href": "https://example.com/nau",
        "title": "Cách nấu",
    }
    return LinkDraft(**(told | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("http://example.com/", "https"),
        ("javascript:alert(1)", "https"),
        ("//example.com/", "https"),
        ("https://", "form"),
        ("https://localhost/x", "form"),
        ("https://example.com/a b", "form"),
        ("https://example.com/\n", None),
        ("https://example.com:99999/", "form"),
        ("https://me@example.com/", "user"),
        ("https://shop.example/quan-tri/", "inside"),
        ("https://SHOP.example/x/../quan-tri", "inside"),
        ("https://shop.example/%71uan-tri/pages/", "inside"),
        ("https://shop.example//quan-tri/", "inside"),
        ("https://shop.example/q/7K3Q", None),
        ("https://other.example/quan-tri/", None),
    ],
)
def test_a_label_leads_only_to_public_https_pages(href: str, reason: str | None) -> None:
    assert reason_against(href) == reason


def reason_against(href: str) -> str | None:
    """Return why a label may not lead there; None when it may."""
    try:
        checked(href, own_host="shop.example", closed=CLOSED_PATHS)
    except AddressError as error:
        return error.reason
    return None


def offer(href: str, *languages: str, media: str = "", context: str = "") -> Offer:
    return Offer(
        link_type="pip",
        href=href,
        title=href,
        languages=languages,
        media_type=media,
        context=context,
    )


def test_language_is_chosen_before_the_media_type() -> None:
    offers = [
        offer("vi.pdf", "vi", media="application/pdf"),
        offer("en.html", "en", media="text/html"),
    ]

    best = choose(offers, Wish(languages=("en", "vi"), media=("application/pdf",)))

    assert [one.href for one in best] == ["en.html"]


def test_what_is_for_everybody_is_second_best_and_anything_third() -> None:
    some = [offer("vi", "vi"), offer("all"), offer("en", "en")]

    assert [one.href for one in choose(some, Wish(languages=("km",)))] == ["all"]
    assert [one.href for one in choose([some[0]], Wish(languages=("km",)))] == ["vi"]
    assert [one.href for one in choose(some, Wish(languages=("en-GB",)))] == ["en"]


def test_equal_links_are_all_given_but_each_once() -> None:
    assert choose([offer("a"), offer("b"), offer("a")], Wish()) == [offer("a"), offer("b")]


@pytest.mark.django_db
def test_a_link_is_kept_once_with_an_audit_row() -> None:
    party = make_cooperative()
    make_item(party)

    first = add_link(draft=draft(), party=party)
    assert add_link(draft=draft(title="Khác"), party=party) == first

    row = AuditRow.objects.get(action="link.added")
    assert row.subject_id == str(first.pk)


@pytest.mark.django_db
def test_a_party_links_its_own_codes_only() -> None:
    party = make_cooperative()
    item = make_item(party)
    make_lot(item, code="A3")
    make_place(party, gln="9520600090023")

    for anchor in (f"/01/{GTIN}", f"/01/{GTIN}/10/A3", "/414/9520600090023"):
        assert add_link(draft=draft(anchor=anchor), party=party).party == party
    for anchor in (f"/01/{GTIN}/10/B9", "/414/9520600012346", "/q/ABC", "/01/1", ""):
        with pytest.raises(LinkAnchorError):
            add_link(draft=draft(anchor=anchor), party=party)
    with pytest.raises(LinkAnchorError):
        add_link(draft=draft(), party=make_household())


@pytest.mark.django_db
def test_types_and_addresses_are_checked() -> None:
    with pytest.raises(LinkTypeError):
        add_link(draft=draft(link_type="defaultLink"))
    with pytest.raises(LinkAddressError):
        add_link(draft=draft(href="http://example.com"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(anchor="/01/1", level="item", href="http://x.example", link_type="pip")


@pytest.fixture
def member(client: Client) -> User:
    user = make_user("+84900000003")
    client.force_login(user)
    make_lot(make_item(make_cooperative(user)), code="A3")
    return user


@pytest.mark.django_db
def test_a_member_adds_and_removes_a_link_on_a_page(client: Client, member: User) -> None:
    url = reverse("origin:links")
    typed = {
        "anchor": f"/01/{GTIN}/10/A3",
        "link_type": "recipeInfo",
        "href": "https://example.com/chao",
        "title": "Nấu cháo",
        "language": "vi",
    }

    assert client.post(url, typed).status_code == 302
    page = client.get(url).content.decode()
    assert "Nấu cháo" in page
    linkset = client.get(f"/01/{GTIN}/10/A3?linkType=linkset").content
    (target,) = json.loads(linkset)["linkset"][0]["https://ref.gs1.org/voc/recipeInfo"]
    assert target == {
        "href": "https://example.com/chao",
        "title": "Nấu cháo",
        "hreflang": ["vi"],
    }

    client.post(reverse("origin:remove_link", args=[Link.objects.get().pk]))
    assert not Link.objects.exists()


@pytest.mark.django_db
def test_a_refused_link_keeps_what_was_typed(client: Client, member: User) -> None:
    typed = {
        "anchor": f"/01/{GTIN}",
        "link_type": "recipeInfo",
        "href": "http://example.com/chao",
        "title": "Nấu cháo",
    }

    response = client.post(reverse("origin:links"), typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert "Liên kết bắt đầu bằng https://" in page
    assert 'value="Nấu cháo"' in page
    assert not Link.objects.exists()


@pytest.mark.django_db
def test_nobody_removes_a_link_of_others(client: Client, member: User) -> None:
    strange = Link.objects.create(
        anchor="/417/9520600012346", level="party", link_type="homepage", href="https://x.example/"
    )

    assert client.post(reverse("origin:remove_link", args=[strange.pk])).status_code == 404
    assert Link.objects.exists()


@pytest.mark.django_db
def test_other_modules_add_links(client: Client) -> None:
    make_item(make_cooperative())

    with more_links.register_temporarily(lambda _anchor: [offer("https://example.com/buy")]):
        found = client.get(f"/01/{GTIN}?linkType=linkset").content.decode()

    assert '"https://example.com/buy"' in found


@pytest.mark.django_db
def test_staff_add_a_link_to_any_key(client: Client) -> None:
    client.force_login(make_user("+84900000009", is_staff=True, is_superuser=True))
    typed = {
        "anchor": "/8004/9520600CRATE1",
        "link_type": "registryEntry",
        "href": "https://example.com/",
        "title": "Thùng",
        "media_type": "text/html",
    }

    client.post(reverse("origin_links:add"), typed)
    assert Link.objects.get().anchor == "/8004/9520600CRATE1"
    assert AuditRow.objects.filter(action="link.added").count() == 1
    page = client.post(reverse("origin_links:add"), typed | {"href": "http://example.com/"})
    assert "https://" in page.content.decode()

    client.post(reverse("origin_links:delete", args=[Link.objects.get().pk]))
    assert not Link.objects.exists()
    assert AuditRow.objects.filter(action="link.removed").count() == 1
