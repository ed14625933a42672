"""The sandbox bank's pages, from rows and forms to HTML."""

import time
from collections.abc import Mapping, Sequence
from typing import Final

from payments.sandboxes.bank import words
from payments.sandboxes.bank.forms import TransferForm
from payments.sandboxes.bank.html import EMPTY, Html, flag, join, render
from payments.sandboxes.bank.store import NO_ADDRESS, WAITING, NoticeRow, TransferRow, Try
from payments.sandboxes.common.words import dong, moment
from payments.vietqr.core.payload import VietQr

REPEATS: Final[Mapping[str, str]] = {
    "once": "Một lần",
    "twice": "Hai lần: hai giao dịch",
    "told_twice": "Một lần, báo cho shop hai lần",
}
DIRECTIONS: Final[Mapping[str, str]] = {"in": "Vào tài khoản", "out": "Ra khỏi tài khoản"}
SERVICES: Final[Mapping[str, str]] = {
    "QRIBFTTA": "Chuyển vào tài khoản",
    "QRIBFTTC": "Chuyển vào thẻ",
    "QRPUSH": "Trả tiền hàng",
    "QRCASH": "Rút tiền ở máy ATM",
}
SHOWN_ANSWER: Final = 120


def front(parts: Sequence[Html], *, title: str = "Chuyển tiền thử") -> Html:
    """Return a whole page."""
    return render("page.html", title=title, content=join(list(parts)))


def message(text: str) -> Html:
    """Return a whole page that says one thing."""
    return front([render("message.html", text=text)], title="Chưa được")


def read_form(payload: str = "", *, problem: Html = EMPTY) -> Html:
    """Return the form that takes a code; ``problem`` is what was wrong with the last one."""
    return render(
        "read.html",
        payload=payload,
        problem=problem,
        described="payload-hint problem" if problem else "payload-hint",
        invalid=Html(' aria-invalid="true"' if problem else ""),
    )


def refusal(text: str, code: str = "") -> Html:
    """Return why a code or a picture was not read."""
    return render("refusal.html", text=text, code=code)


def summary(code: VietQr) -> Html:
    """Return what a code says beyond the fields of the form."""
    return render(
        "summary.html",
        kind="Một lần trả" if code.dynamic else "Trả nhiều lần",
        name=code.merchant_name or "không ghi",
        service=SERVICES[code.service_code],
    )


def transfer_form(form: TransferForm, *, above: Html, accounts: Sequence[str]) -> Html:
    """Return the form that moves the money, with what was typed and what is wrong with it."""
    fields: dict[str, object] = {}
    for name in ("account", "bank_bin", "amount", "memo", "delay"):
        fields |= _field(form, name)
    return render(
        "transfer.html",
        payload=form.value("payload"),
        summary=above,
        accounts=join([Html(f'<option value="{_option(account)}">') for account in accounts]),
        open=flag("open", on="delay" in form.errors),
        repeats=_radios("repeat", REPEATS, form.value("repeat", "once")),
        ways=_radios("way", words.WAYS, form.value("way", "as_is")),
        directions=_radios("direction", DIRECTIONS, form.value("direction", "in")),
        **fields,
    )


def transfers(rows: Sequence[TransferRow], *, done: bool) -> Html:
    """Return the list of transfers, newest first."""
    if not rows:
        return render("none.html")
    listed = render("transfers.html", rows=join([_transfer(row) for row in rows]))
    return join([render("done.html"), listed]) if done else listed


def _option(account: str) -> str:
    return "".join(c for c in account if c.isalnum())


def _field(form: TransferForm, name: str) -> dict[str, object]:
    error = form.errors.get(name)
    default = "0" if name == "delay" else ""
    described = f' aria-invalid="true" aria-describedby="{name}-error"' if error else ""
    return {
        name: form.value(name, default),
        f"{name}_invalid": Html(described),
        f"{name}_error": render("error.html", name=name, text=error) if error else EMPTY,
    }


def _radios(name: str, choices: Mapping[str, str], chosen: str) -> Html:
    known = chosen if chosen in choices else next(iter(choices))
    return join(
        [
            render(
                "radio.html",
                name=name,
                value=value,
                label=label,
                checked=flag("checked", on=value == known),
            )
            for value, label in choices.items()
        ]
    )


def _transfer(row: TransferRow) -> Html:
    return render(
        "row.html",
        sign="+" if row.incoming else "−",
        amount=dong(row.amount),
        when=moment(row.booked_at),
        memo=row.memo or "(không có nội dung)",
        bank_bin=row.bank_bin,
        account=row.account,
        id=row.id,
        notices=join([_notice(notice, row.id) for notice in row.notices]),
    )


def _notice(notice: NoticeRow, transfer: int) -> Html:
    waits, nobody = notice.state == WAITING, notice.state == NO_ADDRESS
    return render(
        "notice.html",
        kind=words.STATE_CLASSES[notice.state],
        state=words.STATES[notice.state],
        next=_next_time(notice) if waits else "",
        tries=_tries(notice.tries),
        again=EMPTY if nobody else render("again.html", id=notice.id, transfer=transfer),
    )


def _next_time(notice: NoticeRow) -> str:
    at = notice.next_at or 0
    return "" if at <= time.time() else f"lúc {moment(at)}"


def _tries(tries: Sequence[Try]) -> Html:
    if not tries:
        return EMPTY
    items = join(
        [
            render(
                "try.html",
                when=moment(made.at),
                status="không trả lời" if made.status is None else made.status,
                said=made.said[:SHOWN_ANSWER],
            )
            for made in tries
        ]
    )
    return render("tries.html", count=len(tries), items=items)
