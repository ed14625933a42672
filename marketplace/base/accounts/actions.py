"""Everything that changes an account."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from marketplace.base.accounts import messages
from marketplace.base.accounts.errors import (
    ContactNeededError,
    EmailTakenError,
    PhoneTakenError,
    WrongPasswordError,
)
from marketplace.base.accounts.models import User
from marketplace.base.accounts.phone import mask_phone
from marketplace.base.accounts.tokens import reset_tokens
from marketplace.base.notices.actions import send_notice
from marketplace.base.notices.kinds import NoticeKind
from marketplace.kernel.audit import record
from marketplace.kernel.clock import now


@transaction.atomic
def open_account(*, phone: str, full_name: str, password: str, language: str = "vi") -> User:
    """Return a new user.

    Args:
        phone: E.164.
        full_name: as they write it.
        password: checked by the form.
        language: of pages and messages.

    Raises:
        PhoneTakenError: somebody has this phone, perhaps since a moment ago.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                phone=phone, full_name=full_name, password=password, language=language
            )
    except IntegrityError as error:
        raise PhoneTakenError from error
    record("account.opened", acting_user=user, subject=user)
    return user


@transaction.atomic
def edit_profile(*, user: User, full_name: str, language: str, acting_user: User) -> User:
    """Change name and language."""
    user.full_name, user.language = full_name, language
    user.save(update_fields=["full_name", "language"])
    record("account.edited", acting_user=acting_user, subject=user)
    return user


def change_phone(*, user: User, phone: str, current_password: str, acting_user: User) -> User:
    """Change the phone somebody signs in with, and tell the old one.

    Raises:
        WrongPasswordError: without the password a borrowed phone would be a stolen account.
        PhoneTakenError: another account has it.
    """
    _check_password(user, current_password)
    if phone == user.phone:
        return user
    told = _where_to_tell(user)
    user.phone, user.phone_verified_at = phone, None
    with transaction.atomic():
        _save_unique(user, ["phone", "phone_verified_at"], PhoneTakenError)
        record("account.phone_changed", acting_user=acting_user, subject=user)
        _tell(user, messages.PHONE_CHANGED, told, phone=mask_phone(phone))
    return user


def change_email(
    *, user: User, email: str | None, current_password: str, acting_user: User
) -> User:
    """Change or take away the e-mail, and tell the old one, or the phone where there was none.

    Raises:
        WrongPasswordError: see `change_phone`.
        EmailTakenError: another account has it.
        ContactNeededError: there is no phone either.
    """
    _check_password(user, current_password)
    wanted = email.lower() if email else None
    if wanted == user.email:
        return user
    if wanted is None and user.phone is None:
        raise ContactNeededError
    told = {"to_email": user.email} if user.email else _where_to_tell(user)
    user.email = wanted
    with transaction.atomic():
        _save_unique(user, ["email"], EmailTakenError)
        record("account.email_changed", acting_user=acting_user, subject=user)
        _tell(user, messages.EMAIL_CHANGED, told)
    return user


def change_password(
    *, user: User, current_password: str, new_password: str, acting_user: User
) -> User:
    """Change the password; other sessions end.

    Raises:
        WrongPasswordError: the one in use was not given.
    """
    _check_password(user, current_password)
    return _set_password(user, new_password, acting_user)


def send_password_link(*, phone: str) -> None:
    """Send a link to a new password, if an account has this phone. The caller never learns it."""
    user = User.objects.filter(phone=phone, is_active=True).first()
    if user is None:
        return
    path = reverse("account_new_password", args=[user.handle, reset_tokens.make_token(user)])
    link = f"{settings.PUBLIC_ORIGIN}{path}"
    with transaction.atomic():
        record("account.password_link_sent", subject=user)
        _tell(user, messages.PASSWORD_LINK, {"to_phone": phone}, link=link)


def reset_password(*, user: User, new_password: str) -> User:
    """Set the password of somebody who opened the link: so the phone is theirs."""
    user.phone_verified_at = now()
    return _set_password(user, new_password, user)


@transaction.atomic
def _set_password(user: User, new_password: str, acting_user: User) -> User:
    user.set_password(new_password)
    user.save(update_fields=["password", "phone_verified_at"])
    record("account.password_changed", acting_user=acting_user, subject=user)
    _tell(user, messages.PASSWORD_CHANGED, _where_to_tell(user))
    return user


def _check_password(user: User, password: str) -> None:
    if not user.check_password(password):
        raise WrongPasswordError


def _save_unique(
    user: User, fields: list[str], taken: type[PhoneTakenError | EmailTakenError]
) -> None:
    try:
        with transaction.atomic():
            user.save(update_fields=fields)
    except IntegrityError as error:
        # The object in hand must not go on saying what was not saved.
        user.refresh_from_db(fields=fields)
        raise taken from error


def _where_to_tell(user: User) -> dict[str, str]:
    return {"to_phone": user.phone} if user.phone else {"to_email": str(user.email)}


def _tell(user: User, kind: NoticeKind, address: dict[str, str], **details: str) -> None:
    context = {"site": settings.SITE_NAME, "helpline": settings.HELPLINE, **details}
    send_notice(
        kind=kind.code,
        context=context,
        to_phone=address.get("to_phone", ""),
        to_email=address.get("to_email", ""),
        language=user.language,
        acting_user=user,
    )
