from django.db import migrations
from django.db.migrations.operations.base import Operation

COLUMNS = (
    "event_type, action, biz_step, disposition, read_point, biz_location, event_time, record_time"
)
TRADE_STEPS = [
    "accepting",
    "arriving",
    "consigning",
    "departing",
    "dispensing",
    "receiving",
    "retail_selling",
    "shipping",
    "staging_outbound",
    "void_shipping",
]


class FillPublic(Operation):
    """Let everybody read the events that lots of older releases tell of, but for trade."""

    reversible = True

    def state_forwards(self, app_label, state):
        """Change nothing in the models."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with schema_editor.connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(TRADE_STEPS))
            cursor.execute(
                f"INSERT INTO epcis_visibleevent (reader, event_id, {COLUMNS})"
                f" SELECT 0, id, {COLUMNS} FROM epcis_event WHERE id IN"
                " (SELECT event_id FROM lots_lotevent) AND id NOT IN"
                " (SELECT event_id FROM epcis_visibleevent WHERE reader = 0)"
                f" AND biz_step NOT IN ({marks})",
                TRADE_STEPS,
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Leave the rows; they go with their table."""

    def describe(self):
        return "Let everybody read what lots tell of"


class Migration(migrations.Migration):

    dependencies = [
        ("epcis", "0007_visible_events"),
        ("lots", "0003_labels_printed_again_and_pins"),
    ]

    operations = [FillPublic()]
