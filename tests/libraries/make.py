"""Made the sample library of a released schema; run once a release, never for an old one.

``python -m tests.libraries.make`` writes ``schema-N`` for the newest schema, if it is not there.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from app.model.care import (
    Administration,
    EventKind,
    HelpPage,
    OwnPrompt,
    Role,
    Session,
    SessionEvent,
    Standing,
    StepKind,
)
from app.model.changes import TileChange, VertexChange
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
from app.model.meshes import Mesh
from app.model.space import (
    CameraPath,
    Clay,
    Guide,
    GuideShape,
    Origin,
    Place,
    Pose,
    Reference,
    SpaceStroke,
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


def contents(number: int) -> list[Entity]:
    """One thing of every kind that schema ``number`` knows."""
    found = flat_contents() + (space_contents() if number >= 2 else [])
    found += measure_contents() if number >= 3 else []
    found += prompt_contents() if number >= 4 else []
    return found + (session_contents() if number >= 5 else [])


def mesh() -> Mesh:
    """The one piece of clay, before a hand was at it."""
    values = (np.arange(5_000 * 7, dtype=np.float32) / 3).reshape(-1, 7)
    return Mesh(values, np.arange(9_000, dtype=np.uint32).reshape(-1, 3) % 5_000)


def touch() -> VertexChange:
    """A hand at the clay, in both of its chunks."""
    indices = np.array([7, 4_500], np.uint32)
    before = mesh().values[indices]
    return VertexChange("mesh", indices, before, before + np.float32(0.125))


def space_contents() -> list[Entity]:
    """A page in space with one of all that can stand in it, and a place of one's own."""
    points = (np.arange(90, dtype=np.float32) / 7).reshape(10, 9)
    pose = Pose((1.5, 0.25, -2.0), (0.0, 0.6, 0.0, 0.8), 1.25)
    return [
        Work("room", WorkKind.SPACE, "Room 房间", 0, 0, ("shelf",), AT),
        Layer("shelf", "room", "Layer 1"),
        SpaceStroke(
            "ribbon", "room", "shelf", "oil", (12, 34, 56), 0.0125, 2**63 + 5, AT, points, 0.5,
            "group", '{"mask": 3}', 0.375, 0.25,
        ),
        Clay("clay", "room", "shelf", "mesh", "pot 罐", pose),
        Reference("reference", "room", "shelf", "picture", "postcard", pose, False),
        Guide("guide", "room", GuideShape.CAPSULE, pose, (0.5, 1.5, 0.5)),
        Place("place", "room", "meadow", 17, (("hour", 18.5), ("wind_m_s", 2.25))),
        Place("own", "", "shore", 4, (("hour", 6.0),), "my shore 我的海边"),
        CameraPath("path", "room", "around", points),
        Origin("origin", "room", '{"tilt": {"metadata": {"Sweets": "糖"}}}'),
    ]  # fmt: skip


def prompt_contents() -> list[Entity]:
    """A prompt that did fit, one of the person's own, and how one stands with them."""
    words = {"thing": Sentence("writing")}
    why = (Sentence("Going by your answers, {thing} may suit you.", words),)
    return [
        Suggestion("fitted", "prompt-001", AT, why, Answer.TRY_IT, AT, True),
        OwnPrompt("own-prompt", '{"title": "the sea 海"}', AT),
        Standing("standing-prompt-001", "prompt-001", True, False, 2),
    ]


def session_contents() -> list[Entity]:
    """A session in the midst of its making, and two lines of its log."""
    steps = (StepKind.MAKING, StepKind.CLOSING)
    return [
        Session("session", "", AT, steps, 0, None, "plan-001", 3, "to rest 歇一歇"),
        SessionEvent("begun", "session", AT, EventKind.STEP_BEGUN, "", None, "making"),
        SessionEvent("said", "session", AT, EventKind.SICKNESS, "work", 2.5, ""),
    ]


def measure_contents() -> list[Entity]:
    """An answered measure with one item left out, and a help page."""
    return [
        Administration(
            "answered", "measure-affective-slider-1", AT, (0.625, None), (1, 0), "session",
            Role.CLIENT,
        ),
        HelpPage("help-page", AT, "the sea 海", "Mira, 555 0100", "the bench by the mill"),
    ]  # fmt: skip


def flat_contents() -> list[Entity]:
    """One thing of every kind of the first schema."""
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
    newest = max(schema.known())
    folder = HERE / f"schema-{newest}"
    folder.mkdir()
    _, key, _ = KeyFile.create(folder / "private.keys", passphrase=PASSPHRASE, argon=Argon(1, 64))
    library = Library.create(folder / "private.library", key, now=lambda: AT)
    library.apply(people.step(*contents(newest), tiles=(tile(),), scope="work"))
    library.apply(people.step(meshes={"mesh": mesh()}, vertices=(touch(),), scope="room"))
    library.put_thumbnail("work", b"PNG of the sea")
    library.close()
    sys.stdout.write(f"{folder}\n")


if __name__ == "__main__":
    main()
