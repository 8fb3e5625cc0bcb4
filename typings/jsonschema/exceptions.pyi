from collections.abc import Iterable

from jsonschema import SchemaError as SchemaError
from jsonschema import ValidationError as ValidationError

def best_match(errors: Iterable[ValidationError]) -> ValidationError | None: ...
