from typing import Literal

import numpy as np
import numpy.typing as npt

def marching_cubes(
    volume: npt.NDArray[np.float32],
    level: float,
    *,
    gradient_direction: Literal["ascent", "descent"] = ...,
) -> tuple[
    npt.NDArray[np.float32],
    npt.NDArray[np.int32],
    npt.NDArray[np.float32],
    npt.NDArray[np.float32],
]: ...
