"""Sellers and the people who work for them."""

from catalog.actions import add_seller, submit_seller, verify_seller
from catalog.actions.sellers import SellerPapers
from catalog.choices import SellerKind
from catalog.partner.models import Partner, SellerText
from marketplace.base.accounts.models import User
from marketplace.base.places.models import AdminUnit
from marketplace.kernel.clock import now
from marketplace.modules.demo.accounts import BUYER, PASSWORD, SECOND_STAFF, STAFF, DemoAccount
from marketplace.modules.demo.data import table


def load_people() -> User:
    """Make the demo's accounts and return the member of staff who checks papers."""
    for account in (BUYER, SECOND_STAFF):
        make_user(account)
    return make_user(STAFF)


def make_user(account: DemoAccount) -> User:
    """Return a user with the demo's password."""
    return User.objects.create_user(
        phone=account.phone,
        password=PASSWORD,
        full_name=account.name,
        phone_verified_at=now(),
        is_staff=account.is_staff,
        is_superuser=account.is_staff,
    )


def load_sellers(staff: User) -> dict[str, Partner]:
    """Make the sellers, each with one person, all verified; return them by key."""
    return {row["key"]: _seller(row, staff) for row in table("sellers")}


def _seller(row: dict[str, str], staff: User) -> Partner:
    member = make_user(DemoAccount(row["phone"], f"{row['name']} (mẫu)"))
    papers = SellerPapers(
        name=row["name"],
        kind=SellerKind(row["kind"]),
        legal_name=row["legal_name"],
        tax_code=row["tax_code"],
        place=AdminUnit.objects.get(code=row["ward"]),
        street=row["street"],
        phone=row["phone"],
    )
    seller = add_seller(papers=papers, users=[member], acting_user=staff)
    SellerText.objects.create(seller=seller, language="vi", story=row["story"])
    submit_seller(seller=seller, acting_user=member)
    return verify_seller(seller=seller, acting_user=staff)
