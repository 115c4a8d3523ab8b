"""Have a complex's log witnessed by another institution."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.services import witnessing
from training.core import clock
from training.core.models import Complex


class Command(BaseCommand):
    help = "Has a complex's log signed by a witness from now on; its key and address come from its operator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("complex", help="the complex's key")
        parser.add_argument("verifier", help="the witness's public key: name+id+key")
        parser.add_argument("address", help="what stands before /add-checkpoint")

    def handle(self, *args: Any, **options: Any) -> None:
        complex = Complex.objects.filter(key=options["complex"]).first()
        if complex is None:
            raise CommandError(f"There is no complex {options['complex']}.")
        try:
            witness = witnessing.add(
                complex, verifier=options["verifier"], address=options["address"], now=clock.now()
            )  # fmt: skip
        except ValueError as error:
            raise CommandError(f"This is no key of a witness: {error}") from error
        self.stdout.write(f"{witness}: asked from now on")
