"""What ``manage.py origin`` can do with the log: verify, audit, key, sequence."""

from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from marketplace.kernel.errors import DomainError
from traceability.log.core.notes import NoteError, Verifier, read_verifier
from traceability.log.core.verifying import Trust, verify
from traceability.log.models import KeyRole, KeyState, PartyKey


def declare(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the verbs."""
    checking = verbs.add_parser(
        "verify", help="check a proof file, a tlog-proof or a credential; needs no database"
    )
    checking.add_argument("file", type=Path)
    checking.add_argument(
        "--log-key", action="append", default=[], help="verifier key of the log you trust"
    )
    checking.add_argument(
        "--witness", action="append", default=[], help="verifier key of a witness you trust"
    )
    checking.set_defaults(run=run_verify)
    auditing = verbs.add_parser("audit", help="recompute the whole log from its rows")
    auditing.add_argument(
        "--from", type=int, default=0, dest="start", help="look at documents from this entry on"
    )
    auditing.set_defaults(run=run_audit)
    _declare_key(verbs.add_parser("key", help="list, replace, block or bring signing keys"))
    numbering = verbs.add_parser(
        "sequence", help="number what waits, after signing what nothing signed"
    )
    numbering.set_defaults(run=run_sequence)


def _declare_key(parser: ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("list", help="of everybody").set_defaults(run=run_key_list)
    rotating = what.add_parser("rotate", help="replace a key in custody")
    rotating.add_argument("owner", help="'operator', 'log', or a party's GLN, number or name")
    rotating.set_defaults(run=run_key_rotate)
    revoking = what.add_parser("revoke", help="block a party's key")
    revoking.add_argument("key", help="z6Mk…")
    revoking.add_argument("--reason", required=True)
    revoking.set_defaults(run=run_key_revoke)
    bringing = what.add_parser(
        "register", help="bring a party's own key: first for the text to sign, then signed"
    )
    bringing.add_argument("party", help="GLN, number or name")
    bringing.add_argument("--public", help="the public key; prints the text to sign")
    bringing.add_argument("--statement", type=Path, help="file with that text, unchanged")
    bringing.add_argument("--signature", help="of the new key under it, base64")
    bringing.add_argument("--old-signature", default="", help="of the old own key, base64")
    bringing.set_defaults(run=run_key_register)


def run_verify(command: BaseCommand, options: dict[str, object]) -> None:
    """Check a file; the exit status is 1 when it does not hold."""
    file = Path(str(options["file"]))
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {error}") from error
    report = verify(text, Trust(_keys(options["log_key"]), _keys(options["witness"])))
    for line in report.right:
        command.stdout.write(f"ok    {line}")
    for line in report.notes:
        command.stdout.write(f"note  {line}")
    for line in report.wrong:
        command.stdout.write(f"WRONG {line}")
    if not report.holds:
        raise CommandError(f"{file} does not hold.", returncode=1)
    command.stdout.write("Unchanged. A proof says who wrote and when; it does not say it is true.")


def run_audit(command: BaseCommand, options: dict[str, object]) -> None:
    """Print one line for each thing that is wrong; the exit status is 1 when there is any."""
    from traceability.log.audit import audit
    from traceability.log.reading import signed_size

    start = options["start"]
    count = 0
    for finding in audit(start if isinstance(start, int) else 0):
        command.stdout.write(str(finding))
        count += 1
    if count:
        raise CommandError(f"{count} findings.", returncode=1)
    command.stdout.write(f"{signed_size()} entries are as they were signed.")


def run_sequence(command: BaseCommand, _options: dict[str, object]) -> None:
    """Sign what is unsigned, number what waits."""
    from traceability.log.actions import sequence, sign_missing

    try:
        signed, numbered = sign_missing(), sequence()
    except DomainError as error:
        raise CommandError(error.title()) from error
    command.stdout.write(f"{signed} events signed by the platform, {numbered} entries numbered")


def run_key_list(command: BaseCommand, _options: dict[str, object]) -> None:
    """Print the keys."""
    for key in PartyKey.objects.select_related("party").order_by("pk"):
        who = key.party.name if key.party else key.role
        command.stdout.write(f"{key.key_id} {key.state} {key.custody} {who}")


def run_key_rotate(command: BaseCommand, options: dict[str, object]) -> None:
    """Replace a key."""
    from traceability.log.key_actions import rotate_key

    try:
        fresh = rotate_key(key=_key_of(str(options["owner"])))
    except DomainError as error:
        raise CommandError(error.title()) from error
    command.stdout.write(f"{fresh.key_id} signs from now on")


def run_key_revoke(command: BaseCommand, options: dict[str, object]) -> None:
    """Block a key."""
    from traceability.log.key_actions import revoke_key

    key = PartyKey.objects.filter(key_id=options["key"]).first()
    if key is None:
        raise CommandError(f"There is no key {options['key']}.")
    try:
        revoke_key(key=key, reason=str(options["reason"]))
    except DomainError as error:
        raise CommandError(error.title()) from error
    command.stdout.write(f"{key.key_id} signs nothing any more")


def run_key_register(command: BaseCommand, options: dict[str, object]) -> None:
    """Print the text to sign, or take the key over with its signature."""
    from traceability.log import key_actions
    from traceability.management.parties import party_named

    party = party_named(str(options["party"]))
    try:
        if options["public"]:
            text = key_actions.own_key_statement(party=party, public=str(options["public"]))
            command.stdout.write(text, ending="")
            return
        statement = Path(str(options["statement"])).read_text(encoding="utf-8").strip()
        key = key_actions.register_own_key(
            party=party,
            statement=statement,
            possession=str(options["signature"]),
            old_signature=str(options["old_signature"]),
        )
    except OSError as error:
        raise CommandError(f"--statement: {error}") from error
    except DomainError as error:
        raise CommandError(error.title()) from error
    command.stdout.write(f"{key.key_id} signs from now on")


def _key_of(owner: str) -> PartyKey:
    from traceability.management.parties import party_named

    active = PartyKey.objects.filter(state=KeyState.ACTIVE)
    if owner in (KeyRole.OPERATOR, KeyRole.LOG):
        found = active.filter(role=owner).first()
    else:
        found = active.filter(party=party_named(owner)).first()
    if found is None:
        raise CommandError(f"{owner} has no key in use yet.")
    return found


def _keys(texts: object) -> list[Verifier]:
    try:
        return [read_verifier(str(text)) for text in texts] if isinstance(texts, list) else []
    except NoteError as error:
        raise CommandError(str(error)) from error
