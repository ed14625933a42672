"""A gateway's call as a kept notice, and back: it can be read again as it came."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from payments.models import Notice
from payments.wallets.protocol import Wallet, WalletCall, WalletNotice

NAME, METHOD, QUERY, ORDER = ":call", ":method", ":query", ":order"
"""Beside the headers; no HTTP header starts with a colon, so none can pretend to be these."""

ASKED = "asked"
"""Name of what we heard by asking, not by being called."""


def kept_headers(call: WalletCall, wallet: Wallet) -> dict[str, str]:
    """Return what is kept beside a call's body: how it came, and its signature's headers."""
    said = {name.lower(): call.header(name) for name in wallet.signature_headers}
    content_type = call.header("content-type")
    known = {**said, "content-type": content_type, NAME: call.name, METHOD: call.method}
    return {name: text for name, text in {**known, QUERY: call.query}.items() if text}


def call_of(notice: Notice) -> WalletCall | None:
    """Return the call that a notice was made of; None when we had asked for it ourselves."""
    kept: Mapping[str, str] = notice.headers
    if NAME not in kept or kept[NAME] == ASKED:
        return None
    return WalletCall(
        name=kept[NAME],
        method=kept.get(METHOD, "POST"),
        query=kept.get(QUERY, ""),
        body=bytes(notice.body),
        headers={name: text for name, text in kept.items() if not name.startswith(":")},
    )


def answer_as_body(said: WalletNotice) -> bytes:
    """Return what a gateway answered to our question, as kept: its facts, as JSON."""
    return json.dumps(asdict(said), default=str, sort_keys=True).encode()
