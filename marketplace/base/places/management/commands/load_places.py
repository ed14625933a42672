"""``manage.py load_places``: the administrative units of Vietnam."""

from django.core.management.base import BaseCommand

from marketplace.base.places.load import load_places


class Command(BaseCommand):
    """Run it at every release: it writes only what changed."""

    help = "Load the administrative units of Vietnam and what became of former ones."

    def handle(self, *args: object, **options: object) -> None:
        """Load all and say how much was new."""
        units, successions = load_places()
        self.stdout.write(f"places: {units} units and {successions} successions written")
