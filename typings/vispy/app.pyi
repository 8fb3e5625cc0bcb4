from typing import Any

class Application: ...

def use_app(backend_name: str | None = ..., call_reuse: bool = ...) -> Application: ...

class Canvas:
    native: Any
    context: Any
    def __init__(
        self,
        *,
        app: Application | None = ...,
        keys: str | None = ...,
        parent: Any = ...,
        show: bool = ...,
        size: tuple[int, int] = ...,
    ) -> None: ...
    def set_current(self) -> None: ...
    def update(self) -> None: ...
    def close(self) -> None: ...
