"""The sandbox gateways' pages, from rows to HTML."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from payments.sandboxes.common.html import EMPTY, Html, Pages, flag, join
from payments.sandboxes.common.words import dong, moment
from payments.sandboxes.gateways import words
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.gateway import Gateway
from payments.sandboxes.gateways.store import NoticeRow
from payments.sandboxes.gateways.values import HELD, OPEN, Order, Refund

SHOWN_ANSWER: Final = 120
render = Pages(Path(__file__).parent / "pages").render


def index(known: Sequence[Gateway]) -> Html:
    """Return the list of gateways."""
    rows = [render("gateway.html", code=one.code, title=one.title) for one in known]
    return _page("Cổng trả tiền thử", render("gateways.html", rows=join(rows)))


def message(text: str) -> Html:
    """Return a whole page that says one thing."""
    return _page("Chưa được", render("message.html", text=text))


def orders(desk: Desk, found: Sequence[Order]) -> Html:
    """Return a gateway's newest orders."""
    rows = join([_row(desk, order) for order in found])
    return _page(desk.gateway.title, render("orders.html", rows=rows) if found else _none())


def order(desk: Desk, shown: Order, *, problem: str = "") -> Html:
    """Return the buyer's page: buttons while it is open, what became of it afterwards."""
    parts = [render("problem.html", text=problem)] if problem else []
    parts.append(_facts(shown))
    if shown.state in {OPEN, HELD}:
        parts.append(_buttons(desk, shown))
    if shown.state != OPEN:
        url = desk.gateway.return_url(shown, desk)
        parts.append(render("back.html", url=url) if url else EMPTY)
    parts.extend(_refund(refund) for refund in desk.store.refunds(shown.id))
    parts.append(_notices(desk.store.notices(shown.id)))
    return _page(desk.gateway.title, join(parts))


def _page(title: str, content: Html) -> Html:
    return render("page.html", title=title, content=content)


def _none() -> Html:
    return render("none.html")


def _row(desk: Desk, shown: Order) -> Html:
    return render("row.html", code=desk.gateway.code, id=shown.id, facts=_facts(shown))


def _facts(shown: Order) -> Html:
    return render(
        "facts.html",
        amount=dong(shown.amount),
        currency="₫" if shown.currency == "VND" else shown.currency,
        order_ref=shown.order_ref,
        merchant=shown.merchant,
        when=moment(shown.created_at),
        kind=words.STATE_CLASSES[shown.state],
        state=words.STATES[shown.state],
        paid=f"{dong(shown.paid)} ₫" if shown.is_paid else "",
        number=shown.transaction_id,
    )


def _buttons(desk: Desk, shown: Order) -> Html:
    buttons = [
        render(
            "button.html",
            outcome=outcome,
            label=words.BUTTONS[outcome],
            kind=words.BUTTON_CLASSES.get(outcome, "btn-2"),
        )
        for outcome in desk.gateway.outcomes
        if outcome != shown.state
    ]
    return render(
        "pay.html",
        code=desk.gateway.code,
        id=shown.id,
        amount=dong(shown.amount),
        waits=_radios("wait", words.WAITS),
        told=_radios("times", words.TOLD),
        buttons=join(buttons),
    )


def _radios(name: str, choices: Mapping[str, str]) -> Html:
    first = next(iter(choices))
    return join(
        [
            render(
                "radio.html",
                name=name,
                value=value,
                label=label,
                checked=flag("checked", on=value == first),
            )
            for value, label in choices.items()
        ]
    )


def _refund(refund: Refund) -> Html:
    return render(
        "refund.html",
        amount=dong(refund.amount),
        state=words.REFUNDS[refund.state],
        refund_ref=refund.refund_ref,
        when=moment(refund.created_at),
    )


def _notices(rows: Sequence[NoticeRow]) -> Html:
    if not rows:
        return EMPTY
    return render("notices.html", rows=join([_notice(row) for row in rows]))


def _notice(row: NoticeRow) -> Html:
    tries = [
        render(
            "try.html",
            when=moment(made.at),
            status="không trả lời" if made.status is None else made.status,
            said=made.said[:SHOWN_ANSWER],
        )
        for made in row.tries
    ]
    return render(
        "notice.html",
        name=row.name,
        kind=words.NOTICE_CLASSES[row.state],
        state=words.NOTICES[row.state],
        next=f"lúc {moment(row.next_at)}" if row.next_at and row.state == "waiting" else "",
        tries=join(tries),
    )
