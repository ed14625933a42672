"""``manage.py outbox list | retry ID``: the tasks that were given up."""

from argparse import ArgumentParser
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from marketplace.kernel.outbox.queue import dead_letters, revive


class Command(BaseCommand):
    """Shows dead letters and queues them anew."""

    help = "Show tasks that were given up (list), or queue one again (retry ID)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|retry")
        verbs.add_parser("list", help="tasks that were given up, newest first")
        retry = verbs.add_parser("retry", help="queue one again with all its attempts")
        retry.add_argument("id", type=UUID, metavar="ID")

    def handle(self, *, verb: str, **options: object) -> None:
        """Run the verb."""
        if verb == "list":
            for letter in dead_letters().select_related("task"):
                when = f"{letter.dead_at:%Y-%m-%d %H:%M}"
                self.stdout.write(
                    f"{when}  {letter.task_id}  {letter.task.task_path}  {letter.last_error}"
                )
            return
        task_id = options["id"]
        if not isinstance(task_id, UUID) or not revive(task_id):
            raise CommandError(f"{task_id} was not given up. See: manage.py outbox list.")
        self.stdout.write(f"{task_id} is queued again.")
