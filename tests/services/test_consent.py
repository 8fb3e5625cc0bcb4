"""Consent: off by default, dated, withdrawn at once, the last word stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.model.document import Document
from app.model.entities import Consent
from app.services.consent import INFERENCE, Consents

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def test_requirement_13_consent_is_off_until_it_is_given_and_dated() -> None:
    document = Document()
    consents = Consents(document, now=lambda: NOW)
    assert not consents.is_granted(INFERENCE)
    assert not consents.was_asked(INFERENCE)
    consents.set(INFERENCE, True, "May the model read?")
    latest = consents.latest(INFERENCE)
    assert latest is not None
    assert latest.at == NOW
    assert latest.wording == "May the model read?"
    assert consents.is_granted(INFERENCE)


def test_the_ledger_keeps_every_change_and_tells_each() -> None:
    document = Document()
    consents = Consents(document, now=lambda: NOW)
    told: list[tuple[str, bool]] = []
    consents.changed.connect(lambda purpose, granted: told.append((purpose, granted)))
    consents.set(INFERENCE, True, "yes")
    consents.set(INFERENCE, False, "no")
    rows = [e for e in document.entities.values() if isinstance(e, Consent)]
    assert [row.is_granted for row in rows] == [True, False]
    assert told == [(INFERENCE, True), (INFERENCE, False)]
    assert not consents.is_granted(INFERENCE)
    assert consents.was_asked(INFERENCE)


def test_what_the_library_holds_counts_by_date_not_by_order() -> None:
    document = Document()
    consents = Consents(document, now=lambda: NOW)
    consents.load(
        [
            Consent("b", INFERENCE, False, NOW, "later"),
            Consent("a", INFERENCE, True, NOW - timedelta(days=1), "earlier"),
        ]
    )
    assert not consents.is_granted(INFERENCE)
    assert document.find("a") is not None


def test_another_library_forgets_the_one_before() -> None:
    consents = Consents(Document(), now=lambda: NOW)
    consents.load([Consent("a", INFERENCE, True, NOW, "yes")])
    told: list[bool] = []
    consents.changed.connect(lambda _purpose, granted: told.append(granted))
    consents.load([])
    assert told == [False]
    assert not consents.is_granted(INFERENCE)
