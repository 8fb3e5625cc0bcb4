from typing import Any

import numpy as np
import numpy.typing as npt

class BaseTransform:
    def map(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]: ...

class NullTransform(BaseTransform): ...

class MatrixTransform(BaseTransform):
    matrix: Any
    def __init__(self, matrix: npt.ArrayLike | None = ...) -> None: ...

class TransformSystem:
    scene_transform: Any
    canvas_transform: Any
    framebuffer_transform: Any
    def get_transform(self, map_from: str = ..., map_to: str = ...) -> BaseTransform: ...
