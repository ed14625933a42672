from django.db import migrations

from traceability.postgres import OnPostgres

PARTIES = """
INSERT INTO traceability_partyidentifier
    (scheme, value, extension, issuer, valid_from, valid_to, created_at, party_id)
SELECT 'gln', gln, '', 'GS1', gln_valid_from, gln_valid_to, created_at, id
FROM traceability_party WHERE gln IS NOT NULL
"""
PLACES = """
INSERT INTO traceability_placeidentifier
    (scheme, value, extension, issuer, valid_from, valid_to, created_at, place_id)
SELECT 'gln', gln, gln_extension, 'GS1', NULL, NULL, CURRENT_TIMESTAMP, id
FROM traceability_place WHERE gln IS NOT NULL
"""
# A range of one id is what lets built-in GiST compare ids: no extension is needed.
APART = """
ALTER TABLE traceability_season ADD CONSTRAINT season_days_apart EXCLUDE USING gist (
    int8range(place_id, place_id, '[]') WITH &&,
    daterange(starts_on, ends_on, '[]') WITH &&
)
"""


class Migration(migrations.Migration):
    """GLNs written on parties and places become identifiers; seasons of a place stay apart."""

    dependencies = [("traceability", "0002_identifiers_seasons_outlines")]

    operations = [
        migrations.RunSQL(PARTIES, "DELETE FROM traceability_partyidentifier"),
        migrations.RunSQL(PLACES, "DELETE FROM traceability_placeidentifier"),
        OnPostgres(APART, "ALTER TABLE traceability_season DROP CONSTRAINT season_days_apart"),
    ]
