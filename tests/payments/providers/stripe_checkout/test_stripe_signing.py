"""Stripe's signature: vectors, several at once, and time bounded both ways."""

import json

import pytest

from payments.core import signatures as e
from payments.providers.stripe_checkout.core.messages import read_event, read_session
from payments.providers.stripe_checkout.core.signing import sign, verify
from payments.sandboxes.stripe_checkout.core import objects
from tests.payments.providers.vectors import needs_vectors, public

SECRET = "whsec_test_secret"
TIME = 1_700_000_000
BODY = (
    b'{"id":"evt_1","object":"event","type":"checkout.session.completed","data":{"object":'
    b'{"id":"cs_test_1","object":"checkout.session","amount_total":180000,"currency":"vnd",'
    b'"payment_status":"paid"}}}'
)
HEADER = "t=1700000000,v1=62978b3e5b75834723f662e1b8d521c0bc3b3649d50f2f59b86686e041c67ad3"
"""Computed and accepted by Stripe's own Python library, with a made-up secret."""


def check(header: str = HEADER, *, now: int = TIME, secrets: tuple[str, ...] = (SECRET,)) -> None:
    verify(secrets, header=header, body=BODY, now=now, window=300)


@needs_vectors
def test_every_public_vector_is_reproduced() -> None:
    vectors = public("stripe")
    assert vectors
    for one in vectors:
        body, time = str(one["payload"]).encode(), int(str(one["t"]))
        assert sign(str(one["secret"]), time=time, body=body) == one["header"]
        verify([str(one["secret"])], header=str(one["header"]), body=body, now=time, window=300)


def test_what_stripes_library_signs_is_accepted_and_made_by_us_too() -> None:
    check()
    assert sign(SECRET, time=TIME, body=BODY) == HEADER
    assert objects.signature(SECRET, time=TIME, body=BODY) == HEADER


def test_stripes_library_accepts_what_the_sandbox_signs() -> None:
    import stripe

    stripe.WebhookSignature.verify_header(BODY.decode(), HEADER, SECRET, tolerance=None)


def test_one_good_signature_of_several_and_one_good_secret_of_two_are_enough() -> None:
    good = HEADER.partition(",")[2]

    check(f"t={TIME},v1=00,{good},v0=11")
    check(secrets=("whsec_new", SECRET))


@pytest.mark.parametrize(
    ("header", "error"),
    [
        ("", e.MissingSignatureError),
        (f"t={TIME}", e.MissingSignatureError),
        ("v1=00", e.MissingSignatureError),
        (f"t={TIME},t={TIME + 1},v1=00", e.MissingSignatureError),
        ("t=soon,v1=00", e.BadTimestampError),
        ("t=-1,v1=00", e.BadTimestampError),
        (f"t={TIME},v1=00", e.WrongSignatureError),
        (f"t={TIME},v1=é", e.WrongSignatureError),
        (f"t={TIME},v0={HEADER[-64:]}", e.MissingSignatureError),
        (HEADER.replace(str(TIME), str(TIME + 1)), e.WrongSignatureError),
        (f"t={TIME}," + "v1=00," * 2000 + HEADER.partition(",")[2], e.WrongSignatureError),
    ],
)
def test_a_header_that_proves_nothing_is_refused(
    header: str, error: type[e.SignatureError]
) -> None:
    with pytest.raises(error):
        check(header)


def test_no_secret_proves_nothing() -> None:
    for secrets in ((), ("",)):
        with pytest.raises(e.MissingSecretError):
            check(secrets=secrets)


@pytest.mark.parametrize(
    ("seconds", "error"), [(301, e.StaleSignatureError), (-301, e.EarlySignatureError)]
)
def test_time_is_bounded_both_ways(seconds: int, error: type[e.SignatureError]) -> None:
    check(now=TIME + 300)
    check(now=TIME - 300)
    with pytest.raises(error):
        check(now=TIME + seconds)


def test_the_vectors_session_is_read_without_dividing_the_dong() -> None:
    event = json.loads(BODY)

    said = read_session({**event["data"]["object"], "payment_intent": "pi_1"})

    assert (said.amount, said.currency, said.outcome) == (180_000, "VND", "paid")
    assert read_event(BODY.replace(b'"id":"evt_1"', b'"created":1700000000')).is_live is False
