from typing import TypeVar

from ..visuals import Visual
from . import Node

_T = TypeVar("_T", bound=type[Visual])

class VisualNode(Node): ...

def create_visual_node(subclass: _T) -> _T: ...
