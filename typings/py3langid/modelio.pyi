from collections.abc import Sequence
from pathlib import Path

import numpy.typing as npt

def load_model(
    path: Path,
) -> tuple[
    npt.ArrayLike,
    npt.ArrayLike,
    Sequence[str],
    npt.ArrayLike,
    npt.ArrayLike,
    npt.ArrayLike,
]: ...
