"""What may not be written is shown as it is, whatever somebody tries to do with it."""

from __future__ import annotations

from datetime import UTC, datetime

from app.commands.paint import new_painting
from app.model.document import Document
from app.model.entities import CheckIn

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_nothing_that_is_tried_on_a_read_only_document_stays_or_is_sent_to_be_saved() -> None:
    document = Document(is_read_only=True)
    sent, refused = [], []
    document.committed.connect(sent.append)
    document.refused.connect(lambda: refused.append(True))
    kept = CheckIn("a" * 32, NOW, line="before")
    document.load({kept.uid: kept}, {}, scope="")
    with document.edit("Check in") as edit:
        edit.put(CheckIn(kept.uid, NOW, line="after"))
    work = new_painting(document, created_at=NOW, width=64, height=64)
    assert document.find(kept.uid) == kept
    assert document.find(work.uid) is None
    assert not document.has_grid(work.layers[0])
    assert not document.can_undo()
    assert (sent, refused) == ([], [True, True])
