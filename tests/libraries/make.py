"""Made the sample library of a released schema; run once a release, never for an old one.

``python -m tests.libraries.make`` writes ``schema-N`` for the newest schema, if it is not there.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from app.model.changes import TileChange
from app.model.entities import (
    Answer,
    Attachment,
    CheckIn,
    Consent,
    Entity,
    Entry,
    Estimate,
    LabelledProbability,
    Layer,
    Picture,
    SafetyMark,
    Span,
    SpanStyle,
    Stroke,
    Suggestion,
    Work,
    WorkKind,
)
from app.model.tiles import TILE_PX
from app.model.words import Sentence
from app.storage import schema
from app.storage.keys import KeyFile
from app.storage.library import Library
from app.storage.sealing import Argon
from tests.storage import people

HERE = Path(__file__).resolve().parent
PASSPHRASE = "an old library 旧书房"
AT = datetime(2026, 5, 17, 20, 4, 5, 678901, tzinfo=UTC)


def tile() -> TileChange:
    """The one painted tile."""
    after = np.zeros((TILE_PX, TILE_PX, 4), np.uint16)
    after[10:30, 5:60] = (1000, 2000, 3000, 32768)
    return TileChange("layer", 1, 2, np.zeros_like(after), after)


def contents() -> list[Entity]:
    """One thing of every kind."""
    points = (np.arange(60, dtype=np.float32) / 7).reshape(10, 6)
    entry = Entry(
        "entry", date(2026, 5, 17), AT, "A day by the sea\n今天在海边。",
        (Span(0, 16, SpanStyle.HEADING),),
        (Attachment(16, work_uid="work", description="waves"),), 3,
    )  # fmt: skip
    return [
        Work("work", WorkKind.PAINTING, "Sea 海", 256, 256, ("layer",), AT, "blue", "prompt", True),
        Layer("layer", "work", "Layer 1", opacity=0.75),
        Stroke(
            "stroke", "work", "layer", "ink", (12, 34, 56), 7.5, 0.5, False, 2**63 + 5, AT, points
        ),
        entry,
        replace(entry, uid="binned", text="thrown away", binned_at=AT),
        Picture("picture", "image/png", bytes(range(256)), 16, 16, AT),
        Estimate(
            "estimate", "entry", 3, 0, 16, "en", (LabelledProbability("joy", 0.75),), 0.5, -0.25,
            False, "emotion-en", "1", "onnx", 3.5, ("at ease",),
        ),
        CheckIn("check-in", AT, -0.5, None, "tired 累"),
        Suggestion(
            "suggestion", "prompt", AT, (Sentence("You said {word}.", {"word": "tired"}),),
            Answer.TRY_IT, AT,
        ),
        Consent("consent", "inference", True, AT, "May the model read?"),
        SafetyMark("mark", AT, ("bridge", "river"), "entry"),
    ]  # fmt: skip


def main() -> None:
    """Write the sample of the newest schema."""
    folder = HERE / f"schema-{max(schema.known())}"
    folder.mkdir()
    _, key, _ = KeyFile.create(folder / "private.keys", passphrase=PASSPHRASE, argon=Argon(1, 64))
    library = Library.create(folder / "private.library", key, now=lambda: AT)
    library.apply(people.step(*contents(), tiles=(tile(),), scope="work"))
    library.put_thumbnail("work", b"PNG of the sea")
    library.close()
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
