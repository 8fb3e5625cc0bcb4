"""What a person is told when another file took their library's place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.model.words import Sentence
from widgets import dates

if TYPE_CHECKING:
    from app.services.recovery import Restored


def told(restored: Restored, now: datetime) -> Sentence:
    """Return what came back, what came along, and where the file from before is."""
    salvaged, backup = restored.salvaged, restored.backup
    fields: dict[str, object] = {
        "folder": restored.kept,
        "taken": salvaged.taken,
        "lost": salvaged.unreadable + salvaged.without_owner,
        "when": dates.moment(backup.at, now) if backup is not None else "",
    }
    if backup is None:
        return Sentence(
            "This is a new library with what could be read: {taken} parts; {lost} could not be. "
            "The file from before is kept in {folder}.",
            fields,
        )
    if salvaged.taken or fields["lost"]:
        return Sentence(
            "Your library is as it was: {when}, with {taken} newer parts; {lost} could not be "
            "read. The file from before is kept in {folder}.",
            fields,
        )
    return Sentence(
        "Your library is as it was: {when}. The file from before is kept in {folder}.", fields
    )
