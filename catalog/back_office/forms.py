"""What staff type."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog.actions.categories import GroupWords
from catalog.actions.certificates import Paper
from catalog.actions.sellers import SellerPapers
from catalog.categories import group_choices
from catalog.choices import CertificateKind, SellerKind
from catalog.errors import DraftRefusedError
from catalog.models import Category, Product
from catalog.partner.models import Partner
from marketplace.base.accounts.models import User
from marketplace.base.places.models import AdminUnit
from marketplace.base.places.queries import ward_in_force
from marketplace.base.words.core import fold
from marketplace.base.words.phone import PhoneError, normalise_phone


class PhoneField(forms.CharField):
    """A Vietnamese phone number, kept as E.164."""

    def clean(self, value: object) -> str:
        """Return the number.

        Raises:
            ValidationError: it is none.
        """
        typed = str(super().clean(value))
        try:
            return normalise_phone(typed) if typed else ""
        except PhoneError as error:
            raise ValidationError(_("This is no phone number."), code=error.code) from error


class SellerForm(forms.Form):
    """A seller's papers, story and people."""

    name = forms.CharField(label=_("shop name"), max_length=128)
    kind = forms.ChoiceField(label=_("kind"), choices=SellerKind.choices)
    legal_name = forms.CharField(label=_("registered name"), max_length=200, required=False)
    tax_code = forms.CharField(label=_("tax code"), max_length=20, required=False)
    ward = forms.CharField(label=_("code of the ward or commune"), max_length=10, required=False)
    street = forms.CharField(label=_("house, street, hamlet"), max_length=200, required=False)
    phone = PhoneField(label=_("phone"), required=False)
    story = forms.CharField(label=_("story"), required=False, widget=forms.Textarea)
    people = forms.CharField(
        label=_("phones of the people who sell, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_ward(self) -> AdminUnit | None:
        """Return the unit with this code."""
        code = self.cleaned_data["ward"].strip()
        if not code:
            return None
        unit = ward_in_force(code)
        if unit is None:
            raise ValidationError(_("No ward in force has this code."), code="ward_unknown")
        return unit

    def clean_people(self) -> list[User]:
        """Return the accounts with these phones."""
        return [
            self._person(line) for line in self.cleaned_data["people"].split("\n") if line.strip()
        ]

    def _person(self, line: str) -> User:
        try:
            phone = normalise_phone(line)
        except PhoneError as error:
            raise ValidationError(_("This is no phone number."), code=error.code) from error
        person = User.objects.filter(phone=phone).first()
        if person is None:
            message = _("Nobody with the phone %(phone)s has an account.")
            raise ValidationError(message, code="person_unknown", params={"phone": line.strip()})
        return person

    def papers(self) -> SellerPapers:
        """Return the papers of a valid form."""
        data = self.cleaned_data
        return SellerPapers(
            name=data["name"],
            kind=SellerKind(data["kind"]),
            legal_name=data["legal_name"],
            tax_code=data["tax_code"],
            place=data["ward"],
            street=data["street"],
            phone=data["phone"],
        )


def initial_of_seller(seller: Partner) -> dict[str, object]:
    """Return what `SellerForm` shows of a seller."""
    stories = {text.language: text.story for text in seller.texts.all()}
    fields = ("name", "kind", "legal_name", "tax_code", "street", "phone")
    people = seller.users.order_by("pk").values_list("phone", flat=True)
    return {
        **{name: getattr(seller, name) for name in fields},
        "ward": seller.place_id or "",
        "story": stories.get("vi", ""),
        "people": "\n".join(phone for phone in people if phone),
    }


class CertificateForm(forms.Form):
    """A paper that staff hold in their hands."""

    seller = forms.ModelChoiceField(label=_("seller"), queryset=Partner.objects.order_by("name"))
    product = forms.CharField(
        label=_("address of the product, empty for all of the seller's"),
        required=False,
        help_text=_("The last part of its page's address."),
    )
    kind = forms.ChoiceField(label=_("kind"), choices=CertificateKind.choices)
    stars = forms.IntegerField(label=_("OCOP stars"), min_value=3, max_value=5, required=False)
    number = forms.CharField(label=_("number"), max_length=80)
    issuer = forms.CharField(label=_("issued by"), max_length=160)
    valid_from = forms.DateField(
        label=_("valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("valid to"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_product(self) -> Product | None:
        """Return the product at this address."""
        slug = self.cleaned_data["product"].strip().strip("/").rpartition("/")[2]
        if not slug:
            return None
        product = Product.objects.filter(slug=slug).first()
        if product is None:
            raise ValidationError(_("There is no such product here."), code="product_unknown")
        return product

    def clean(self) -> dict[str, object]:
        """Make the paper, or say what does not fit."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        names = ("number", "issuer", "valid_from", "valid_to", "stars")
        try:
            fields = {name: self.cleaned_data[name] for name in names}
            data["paper"] = Paper(kind=CertificateKind(self.cleaned_data["kind"]), **fields)
        except DraftRefusedError as error:
            self.add_error(str(error.details["field"]), _("This does not fit the other fields."))
        return data


class EndForm(forms.Form):
    """The last day of a paper."""

    valid_to = forms.DateField(
        label=_("valid to"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CategoryForm(forms.Form):
    """A category's names and place."""

    name = forms.CharField(label=_("name in Vietnamese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    name_km = forms.CharField(label=_("Name in Khmer"), max_length=120, required=False)
    slug = forms.SlugField(label=_("address on the site"), max_length=120, required=False)
    parent = forms.TypedChoiceField(
        label=_("below"), coerce=int, empty_value=None, required=False, choices=()
    )
    is_public = forms.BooleanField(label=_("public"), required=False, initial=True)
    in_menu = forms.BooleanField(label=_("in the header"), required=False, initial=True)

    def __init__(self, *args: object, category: Category | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.category = category
        if category is not None:
            del self.fields["parent"]
        else:
            self._choose(self.fields["parent"], [("", "–"), *group_choices()])

    def _choose(self, field: forms.Field, choices: Sequence[tuple[object, str]]) -> None:
        field.choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Make the address from the name where none was typed; refuse one that is taken."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        slug = str(data.get("slug") or slugify(fold(str(data.get("name", "")))))
        data["slug"] = slug
        taken = Category.objects.filter(slug=slug)
        if self.category is not None:
            taken = taken.exclude(pk=self.category.pk)
        if taken.exists():
            self.add_error("slug", _("Another category has this address."))
        return data

    def words(self) -> GroupWords:
        """Return the words of a valid form."""
        data = self.cleaned_data
        return GroupWords(
            name=data["name"],
            slug=data["slug"],
            translations={"en": data["name_en"], "km": data["name_km"]},
            is_public=data["is_public"],
            in_menu=data["in_menu"],
        )
