from types import TracebackType
from typing import Self

class tqdm:
    monitor_interval: float
    n: int
    def __init__(
        self,
        *,
        total: int,
        initial: int = ...,
        desc: str = ...,
        mininterval: float = ...,
        disable: bool | None = ...,
    ) -> None: ...
    def update(self, n: int) -> bool | None: ...
    def set_postfix(self, **values: str) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
