import json

from django.db import migrations
from django.db.migrations.operations.base import Operation

from marketplace.kernel.appendonly import protect_rows, unprotect_rows

CHUNK = 500


class FillDerived(Operation):
    """Write into the rows of older releases what newer ones read from an event's body.

    With a cursor and not with historical models, whose rendering takes seconds.
    """

    reversible = True

    def state_forwards(self, app_label, state):
        """Change nothing in the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        connection = schema_editor.connection
        last = 0
        while rows := self._rows(connection, last):
            for pk, body in rows:
                self._fill(connection, pk, json.loads(body) if isinstance(body, str) else body)
            last = rows[-1][0]

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Leave the columns filled; they go with their migration."""

    def describe(self):
        return "Fill derived columns of events"

    def _rows(self, connection, last):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, body FROM epcis_event WHERE id > %s AND event_hash = '' ORDER BY id"
                f" LIMIT {CHUNK}",
                [last],
            )
            return cursor.fetchall()

    def _fill(self, connection, pk, body):
        from traceability.epcis.core.epc import canonical
        from traceability.epcis.core.facts import facts
        from traceability.epcis.core.hash import event_hash

        def place(name):
            found = body.get(name)
            return canonical(str(found["id"]))[:240] if isinstance(found, dict) else ""

        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE epcis_event SET event_hash = %s, action = %s, read_point = %s,"
                " biz_location = %s WHERE id = %s",
                [
                    event_hash(body),
                    body.get("action") or "",
                    place("readPoint"),
                    place("bizLocation"),
                    pk,
                ],
            )
            cursor.execute("SELECT id, uri FROM epcis_eventelement WHERE event_id = %s", [pk])
            for element, uri in cursor.fetchall():
                if canonical(uri) != uri:
                    cursor.execute(
                        "UPDATE epcis_eventelement SET uri = %s WHERE id = %s",
                        [canonical(uri), element],
                    )
            for fact in facts(body, canonical):
                time = fact.time and connection.ops.adapt_datetimefield_value(fact.time)
                cursor.execute(
                    "INSERT INTO epcis_eventfact (event_id, name, text, number, time)"
                    " VALUES (%s, %s, %s, %s, %s)",
                    [pk, fact.name, fact.text, fact.number, time],
                )


class Migration(migrations.Migration):

    dependencies = [
        ("epcis", "0003_declared_wrong_and_facts"),
    ]

    operations = [
        unprotect_rows("epcis_event", mutable=["declared_wrong_at"]),
        unprotect_rows("epcis_eventelement"),
        FillDerived(),
        protect_rows("epcis_event", mutable=["declared_wrong_at"]),
        protect_rows("epcis_eventelement"),
    ]
