"""Reading a page: only with consent, never what asks for care, never for a text that is gone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import safety_list
from app.guidance.safety import SafetyList
from app.model.document import Document
from app.model.entities import Entry, Estimate
from app.model.words import PersonError, Sentence
from app.services.chips import chip
from app.services.consent import INFERENCE, Consents
from app.services.paragraphs import WINDOW_CHARS, paragraphs, windows
from app.services.reading import CANNOT_READ, KEPT_READINGS, Reader
from inference.results import Evidence, Label, Reading

SAFETY = SafetyList(safety_list())
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
CARE = "I want to die."


def reading(text: str) -> Reading:
    """Return what the fake model makes of a text: its language from its first character."""
    language = "en" if text[0].isascii() else "zh"
    labels = (Label("relief", 0.6), Label("joy", 0.3)) if language == "en" else ()
    return Reading(
        language, (), labels, (), 0.5, -0.1, 0.0, language != "en", False, "fake", "1", "onnx", 5.0
    )


class HeldModel:
    """A model that answers when the test lets it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Future[Reading]]] = []
        self.is_running = False

    def start(self) -> None:
        self.is_running = True

    def stop(self) -> Future[None]:
        self.is_running = False
        gone: Future[None] = Future()
        gone.set_result(None)
        return gone

    def estimate(self, text: str) -> Future[Reading]:
        future: Future[Reading] = Future()
        self.asked.append((text, future))
        return future

    def evidence(self, text: str, label: str) -> Future[Evidence]:
        future: Future[Evidence] = Future()
        future.set_result(Evidence(label, (), False, 1.0))
        return future

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.asked]

    def answer(self) -> None:
        for text, future in self.asked:
            if not future.done():
                future.set_result(reading(text))


class Room:
    """A reader with all it stands on; what is posted runs when the test says so."""

    def __init__(self, *, granted: bool = True, model: HeldModel | None = None) -> None:
        self.document = Document()
        self.consents = Consents(self.document, now=lambda: NOW)
        self.model = model or HeldModel()
        self.posted: list[Callable[[], None]] = []
        self.reader = Reader(
            self.document, self.model, self.consents, SAFETY, post=self.posted.append
        )
        if granted:
            self.consents.set(INFERENCE, True, "wording")

    def write(self, text: str, *, revision: int = 1) -> Entry:
        entry = Entry("page", date(2026, 11, 21), NOW, text, revision=revision)
        with self.document.edit("Type", scope="page") as edit:
            edit.put(entry)
        return entry

    def run(self) -> None:
        while self.posted:
            self.posted.pop(0)()

    def finish(self) -> None:
        self.model.answer()
        self.run()

    def stored(self) -> list[Estimate]:
        found = [e for e in self.document.entities.values() if isinstance(e, Estimate)]
        return sorted(found, key=lambda estimate: estimate.start)


@pytest.fixture
def room() -> Room:
    return Room()


def test_each_paragraph_gets_its_own_estimate_in_its_place(room: Room) -> None:
    text = "The rain stopped.\n\n  My friend came by.  \n"
    room.write(text)
    room.reader.read("page")
    assert room.reader.is_reading("page")
    room.finish()
    assert not room.reader.is_reading("page")
    assert [text[e.start : e.end] for e in room.stored()] == [
        "The rain stopped.",
        "My friend came by.",
    ]
    estimate = room.stored()[0]
    assert (estimate.model, estimate.version, estimate.engine) == ("fake", "1", "onnx")
    assert estimate.revision == 1


def test_a_page_of_more_paragraphs_than_are_remembered_is_read_to_its_end(room: Room) -> None:
    room.write("\n".join(f"The rain stopped at {minute}." for minute in range(KEPT_READINGS + 5)))
    room.reader.read("page")
    room.finish()
    assert not room.reader.is_reading("page")
    assert len(room.stored()) == KEPT_READINGS + 5


def test_undo_passes_over_what_the_model_said(room: Room) -> None:
    room.write("The rain stopped.\nMy friend came by.")
    steps = room.document.steps("page")
    room.reader.read("page")
    room.finish()
    assert len(room.stored()) == 2
    assert room.document.steps("page") == steps


def test_requirement_14_without_consent_nothing_is_asked_and_no_model_runs() -> None:
    room = Room(granted=False)
    room.write("The rain stopped.")
    room.reader.read("page")
    assert room.model.asked == []
    assert not room.model.is_running
    assert room.reader.estimates("page") == ()


def test_consent_starts_the_model_and_withdrawing_it_ends_it() -> None:
    room = Room(granted=False)
    room.consents.set(INFERENCE, True, "wording")
    assert room.model.is_running
    room.consents.set(INFERENCE, False, "wording")
    assert not room.model.is_running


def test_requirement_13_withdrawing_consent_cancels_what_waits_and_stores_nothing(
    room: Room,
) -> None:
    room.write("The rain stopped.\nMy friend came by.")
    room.reader.read("page")
    first = room.model.asked[0][1]
    first.set_result(reading("The rain stopped."))  # already on its way back
    room.consents.set(INFERENCE, False, "wording")
    assert room.model.asked[1][1].cancelled()
    room.run()
    assert room.stored() == []
    assert not room.reader.is_reading("page")
    room.consents.set(INFERENCE, True, "wording")
    assert room.reader.estimates("page") == ()


def test_withdrawing_hides_what_was_read_before(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    room.finish()
    assert room.reader.estimates("page")
    room.consents.set(INFERENCE, False, "wording")
    assert room.reader.estimates("page") == ()


def test_what_asks_for_care_is_never_read_and_gets_no_chip(room: Room) -> None:
    room.write(f"The rain stopped.\n{CARE}\nMy friend came by.")
    room.reader.read("page")
    room.finish()
    assert CARE not in room.model.texts
    assert len(room.reader.estimates("page")) == 2


def test_a_paragraph_that_comes_to_ask_for_care_loses_its_chip(room: Room) -> None:
    room.write("I want to sleep.")
    room.reader.read("page")
    room.finish()
    room.write(CARE, revision=2)
    assert room.reader.estimates("page") == ()
    room.reader.read("page")
    room.finish()
    assert room.stored() == []


def test_a_result_for_an_older_text_is_dropped(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    room.write("The rain went on.", revision=2)
    room.finish()
    assert room.stored() == []
    room.reader.read("page")
    room.finish()
    assert [e.revision for e in room.stored()] == [2]


def test_a_paragraph_that_did_not_change_is_not_asked_again(room: Room) -> None:
    room.write("The rain stopped.\nMy friend came by.")
    room.reader.read("page")
    room.finish()
    before = {e.uid for e in room.stored()}
    text = "A new line.\nThe rain stopped.\nMy friend came by."
    room.write(text, revision=2)
    assert [text[e.start : e.end] for e in room.reader.estimates("page")] == [
        "The rain stopped.",
        "My friend came by.",
    ]
    room.reader.read("page")
    room.finish()
    assert room.model.texts.count("My friend came by.") == 1
    assert before < {e.uid for e in room.stored()}
    assert {e.revision for e in room.stored()} == {2}


def test_own_words_and_no_guess_here_survive_an_edit_elsewhere(room: Room) -> None:
    room.write("The rain stopped.\nMy friend came by.")
    room.reader.read("page")
    room.finish()
    first, second = room.reader.estimates("page")
    room.reader.correct(first, ["quiet", " ", "tired "])
    room.reader.refuse(second)
    room.write("Hm.\nThe rain stopped.\nMy friend came by.", revision=2)
    room.reader.read("page")
    room.finish()
    _, first, second = room.reader.estimates("page")
    assert first.correction == ("quiet", "tired")
    assert second.is_refused


def test_reading_the_same_page_again_changes_nothing(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    room.finish()
    steps = room.document.steps("page")
    room.reader.read("page")
    room.finish()
    assert room.document.steps("page") == steps
    assert len(room.model.asked) == 1


def test_a_page_where_guessing_is_off_is_not_read(room: Room) -> None:
    entry = Entry("page", date(2026, 11, 21), NOW, "Rain.", revision=1, is_guessing_allowed=False)
    with room.document.edit("Type", scope="page") as edit:
        edit.put(entry)
    room.reader.read("page")
    assert room.model.asked == []


def test_a_model_that_fails_says_so_and_the_page_is_as_it_was(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    room.model.asked[0][1].set_exception(RuntimeError("gone"))
    room.run()
    assert room.reader.notice == CANNOT_READ
    assert "Your page is saved" in str(room.reader.notice)
    assert room.stored() == []
    assert not room.reader.is_reading("page")


def test_what_the_model_itself_says_is_passed_on(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    why = Sentence("It keeps stopping.")
    room.model.asked[0][1].set_exception(PersonError(why))
    room.run()
    assert room.reader.notice == why


def test_without_a_model_the_page_stays_and_the_notice_goes_when_it_comes(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.use(None)
    room.reader.read("page")
    assert room.reader.notice == CANNOT_READ
    room.reader.use(room.model)
    room.reader.read("page")
    room.finish()
    assert room.reader.notice is None
    assert len(room.stored()) == 1


def test_chinese_gets_an_estimate_that_guesses_nothing(room: Room) -> None:
    room.write("今天下雨了。")
    room.reader.read("page")
    room.finish()
    (estimate,) = room.stored()
    assert estimate.language == "zh"
    assert estimate.labels == ()
    assert estimate.is_unsure
    assert str(chip(estimate)) == "I can only read English so far"


def test_the_chip_offers_and_never_tells(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    room.finish()
    (estimate,) = room.reader.estimates("page")
    assert str(chip(estimate)) == "perhaps: relief, 60 %"
    room.reader.correct(estimate, ["quiet"])
    assert str(chip(room.reader.estimates("page")[0])) == "you say: quiet"
    room.reader.refuse(room.reader.estimates("page")[0])
    assert chip(room.reader.estimates("page")[0]) is None


def test_evidence_is_asked_for_what_stands_there_now_only(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    room.finish()
    (estimate,) = room.reader.estimates("page")
    assert room.reader.evidence(estimate).result(1).label == "relief"
    room.consents.set(INFERENCE, False, "wording")
    with pytest.raises(PersonError):
        room.reader.evidence(estimate).result(1)


def test_results_after_the_page_was_closed_are_dropped(room: Room) -> None:
    room.write("The rain stopped.")
    room.reader.read("page")
    room.document.unload("page")
    room.finish()
    assert room.stored() == []


@given(st.text(alphabet="ab .。!\n\r\u2028", max_size=400))
def test_paragraphs_stand_where_they_say(text: str) -> None:
    for paragraph in paragraphs(text):
        assert text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraph.text == paragraph.text.strip()
    joined = "".join(paragraph.text for paragraph in paragraphs(text))
    assert "".join(joined.split()) == "".join(text.split())


@given(st.integers(1, 60), st.sampled_from(["A short sentence. ", "没有停顿的长句", "word "]))
def test_a_very_long_paragraph_is_read_in_windows_and_nothing_is_left_out(
    hundreds: int, piece: str
) -> None:
    text = (piece * (hundreds * 100 // len(piece) + 1)).strip()
    (paragraph,) = paragraphs(text)
    pieces = list(windows(paragraph))
    assert "".join(piece.text for piece in pieces) == text
    assert all(0 < len(piece.text) <= WINDOW_CHARS for piece in pieces)
    assert all(text[p.start : p.end] == p.text for p in pieces)


@given(
    st.lists(
        st.lists(st.sampled_from(["The rain stopped.", "My friend came.", CARE, "天气好。"])),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_whatever_is_typed_and_whenever_answers_come_what_stands_is_for_the_text_of_now(
    pages: list[list[str]], waits: list[bool]
) -> None:
    room = Room()
    for revision, (lines, waits_here) in enumerate(zip(pages, waits, strict=False), start=1):
        room.write("\n".join(lines), revision=revision)
        room.reader.read("page")
        if waits_here:
            room.finish()
    room.reader.read("page")
    room.finish()
    entry = room.document.find("page")
    assert isinstance(entry, Entry)
    calm = [line for line in pages[len(waits[: len(pages)]) - 1] if line != CARE]
    shown = room.reader.estimates("page")
    assert [entry.text[e.start : e.end] for e in shown] == calm
    assert shown == tuple(room.stored())


@pytest.mark.model
def test_the_real_model_reads_a_page_beside_the_studio_and_goes_when_consent_goes() -> None:
    from queue import Queue

    from app.services.inference import InferenceClient
    from inference.settings import shipped_folder

    posted: Queue[Callable[[], None]] = Queue()
    document = Document()
    consents = Consents(document, now=lambda: NOW)
    client = InferenceClient(shipped_folder(), post=posted.put)
    reader = Reader(document, client, consents, SAFETY, post=posted.put)
    text = f"Thank you so much for your help, I am grateful!\n{CARE}\n今天下雨了，我在家画画。"
    with document.edit("Type", scope="page") as edit:
        edit.put(Entry("page", date(2026, 11, 21), NOW, text, revision=1))
    try:
        assert client.state == "off"
        consents.set(INFERENCE, True, "wording")
        reader.read("page")
        while reader.is_reading("page"):
            posted.get(timeout=120)()
        thanks, chinese = reader.estimates("page")
        assert thanks.labels[0].name == "gratitude"
        assert thanks.model == "emotion-en"
        assert str(chip(chinese)) == "I can only read English so far"
        evidence = reader.evidence(thanks).result(120)
        assert evidence.label == "gratitude"
        assert evidence.weights
        consents.set(INFERENCE, False, "wording")
        assert client.state == "off"
        assert reader.estimates("page") == ()
    finally:
        client.stop().result(60)
