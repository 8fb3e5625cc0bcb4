"""The part of jsonschema.exceptions that is used here."""

from collections import deque
from collections.abc import Iterable

class ValidationError(Exception):
    message: str
    json_path: str
    absolute_path: deque[str | int]

class SchemaError(Exception):
    message: str

def best_match(errors: Iterable[ValidationError]) -> ValidationError | None: ...
