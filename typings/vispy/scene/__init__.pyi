from typing import Any

class Node:
    parent: Any
    order: float
    visible: bool
    @property
    def children(self) -> list[Node]: ...
    def __init__(self, parent: Node | None = ..., name: str | None = ...) -> None: ...
    def update(self) -> None: ...
