"""One picture or one page, saved where the person says: whole, or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from app.formats.markdown import markdown
from app.formats.png import png_bytes
from app.model.entities import Attachment, Entity, Entry, Layer, Work
from app.model.tiles import Rect, TileGrid
from app.model.words import PersonError, Sentence
from app.painting.composite import LayerPixels, composite
from app.storage.library import Library

FULL: Final = Sentence(
    "There is no room left at {place}, so “{name}” was not saved there. It is safe in your "
    "library. You can make some room or choose another place."
)
NOT_ALLOWED: Final = Sentence(
    "Nothing may be saved at {place}, so “{name}” was not saved there. It is safe in your "
    "library. Please choose another folder."
)
GONE: Final = Sentence(
    "The folder {place} is not there any more, so “{name}” was not saved. It is safe in your "
    "library. Please choose another folder."
)
FAILED: Final = Sentence(
    "“{name}” could not be saved at {place}. It is safe in your library. Please try another place."
)
NO_PICTURE: Final = Sentence(
    "There is no picture of this page yet, so none was saved. The page itself is safe in your "
    "library. Please open it once and try again."
)
_SENTENCES: Final = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EROFS: NOT_ALLOWED,
    errno.ENOENT: GONE,
    errno.ENOTDIR: GONE,
}


def save_file(path: Path, content: bytes) -> None:
    """Write a file whole: aside, synced, then swapped in; what was there stays until then.

    Raises
    ------
    PersonError
        If it cannot be written; nothing half-written is left.
    """
    aside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        raise not_saved(error, path) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def flattened(
    work_uid: str, entities: Mapping[str, Entity], grids: Mapping[str, TileGrid]
) -> npt.NDArray[np.uint8]:
    """Return a work as one picture: shape (height, width, 4), BGRA, opaque.

    Raises
    ------
    KeyError
        If the work is not among the entities.
    """
    work = entities[work_uid]
    if not isinstance(work, Work):
        raise KeyError(work_uid)
    out = np.empty((work.height, work.width, 4), np.uint8)
    layers = (entities.get(uid) for uid in work.layers)
    shown = [
        LayerPixels(grids[layer.uid], layer.mode, layer.opacity)
        for layer in layers
        if isinstance(layer, Layer) and layer.is_visible and layer.uid in grids
    ]
    composite(shown, Rect(0, 0, work.width, work.height), out)
    return out


def work_png(work_uid: str, entities: Mapping[str, Entity], grids: Mapping[str, TileGrid]) -> bytes:
    """Return a work as PNG at its full size."""
    pixels = flattened(work_uid, entities, grids)
    return png_bytes(np.ascontiguousarray(pixels[:, :, 2::-1]))


def kept_png(library: Library, work_uid: str) -> bytes | None:
    """Return a work as PNG: a painting at its full size, a page in space as it was seen last.

    None where no picture of a page in space was kept yet.
    """
    entities, grids, _ = library.load_work(work_uid)
    return work_png(work_uid, entities, grids) if grids else library.thumbnail(work_uid)


def picture_name(number: int, media_type: str) -> str:
    """Return the file name of a page's picture."""
    kind = media_type.partition("/")[2] or "png"
    return f"{number:02d}.{'jpg' if kind == 'jpeg' else kind}"


def save_page(
    path: Path, entry: Entry, pictures: Mapping[Attachment, tuple[str, bytes]]
) -> tuple[Path, ...]:
    """Write a page as Markdown, its pictures in a folder beside it.

    Parameters
    ----------
    pictures : mapping
        Media type and bytes of each picture of the page that is there.

    Returns
    -------
    tuple of Path
        Every file that was written, the page first.

    Raises
    ------
    PersonError
        If something cannot be written.
    """
    folder = path.with_name(f"{path.stem} pictures")
    names = {
        attachment: picture_name(number, media_type)
        for number, (attachment, (media_type, _)) in enumerate(pictures.items(), 1)
    }
    written = []
    if names:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise not_saved(error, path) from error
    for attachment, name in names.items():
        save_file(folder / name, pictures[attachment][1])
        written.append(folder / name)

    def place(attachment: Attachment) -> str:
        return f"<{folder.name}/{names[attachment]}>" if attachment in names else ""

    save_file(path, markdown(entry, place).encode("utf-8", "surrogatepass"))
    return (path, *written)


def not_saved(error: OSError, path: Path) -> PersonError:
    """Return what is said when the disk refuses a file."""
    sentence = _SENTENCES.get(error.errno or 0, FAILED)
    return PersonError(Sentence(sentence.message, {"name": path.name, "place": str(path.parent)}))
