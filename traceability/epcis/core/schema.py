"""The JSON Schema of EPCIS that an operator supplies: it runs besides our own rules. Pure.

GS1's schema may not be handed on, so it is not part of this project; where somebody has it, its
verdicts count, too. Times and URIs are checked as formats.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError, best_match

from traceability.epcis.core.build import Json
from traceability.epcis.core.fault import Fault

_LONGEST = 200


class SchemaFileError(ValueError):
    """The schema cannot be read, or it is none."""


def schema_faults(root: Json, file: str) -> Iterator[Fault]:
    """Give what the JSON Schema in ``file`` has against a document or an event.

    Raises:
        SchemaFileError: the file cannot be read, or holds no JSON Schema.
    """
    for error in _validator(file).iter_errors(root):
        told: ValidationError = best_match([error]) or error
        message = told.message if len(told.message) <= _LONGEST else f"{told.message[:_LONGEST]}…"
        yield Fault(str(told.json_path), "json_schema", message)


@lru_cache(maxsize=4)
def _validator(file: str) -> Draft7Validator:
    try:
        schema = json.loads(Path(file).read_bytes())
        Draft7Validator.check_schema(schema)
    except (OSError, ValueError, SchemaError) as error:
        raise SchemaFileError(f"{file} is no JSON Schema that can be read: {error}") from error
    return Draft7Validator(schema, format_checker=FormatChecker())
