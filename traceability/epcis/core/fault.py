"""What is wrong with an event or a document. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the JSON path of the field, a stable code, a sentence."""

    path: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"

    def under(self, path: str) -> "Fault":
        """Return the fault of an event that stands at ``path`` of a document."""
        return Fault(path + self.path.removeprefix("$"), self.code, self.message)
