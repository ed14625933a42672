import pytest
from django.db import connection

from traceability.rules.load import load_rules
from traceability.rules.models import BannedSubstance, Limit


@pytest.mark.django_db
def test_rules_are_loaded_once_and_not_before_their_tables_are_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Limit.objects.all().delete()
    monkeypatch.setattr(connection.introspection, "table_names", lambda: ["django_migrations"])
    load_rules()
    assert Limit.objects.count() == 0

    monkeypatch.undo()
    load_rules()
    loaded = Limit.objects.count(), BannedSubstance.objects.count()
    load_rules()

    assert loaded[0] > 0
    assert (Limit.objects.count(), BannedSubstance.objects.count()) == loaded
