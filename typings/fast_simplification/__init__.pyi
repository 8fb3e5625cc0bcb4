from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

_Points = npt.NDArray[np.floating[Any]]
_Rows = npt.NDArray[np.int32]

@overload
def simplify(
    points: _Points,
    triangles: _Rows,
    *,
    target_count: int,
    return_collapses: Literal[True],
) -> tuple[_Points, _Rows, _Rows]: ...
@overload
def simplify(points: _Points, triangles: _Rows, *, target_count: int) -> tuple[_Points, _Rows]: ...
def replay_simplification(
    points: _Points, triangles: _Rows, collapses: _Rows
) -> tuple[_Points, _Rows, _Rows]: ...
