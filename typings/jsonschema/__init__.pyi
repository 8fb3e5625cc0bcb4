"""The part of jsonschema that is used here."""

from collections import deque
from collections.abc import Iterator, Mapping

class ValidationError(Exception):
    message: str
    json_path: str
    absolute_path: deque[str | int]

class SchemaError(Exception):
    message: str

class Draft202012Validator:
    def __init__(self, schema: Mapping[str, object]) -> None: ...
    @classmethod
    def check_schema(cls, schema: Mapping[str, object]) -> None: ...
    def iter_errors(self, instance: object) -> Iterator[ValidationError]: ...
    def validate(self, instance: object) -> None: ...
    def is_valid(self, instance: object) -> bool: ...

def validate(instance: object, schema: Mapping[str, object]) -> None: ...
