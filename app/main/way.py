"""The way back to where a person was: steps, each in a turn of the loop of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from app.main.place import Place
from widgets.later import on_main, when_done

if TYPE_CHECKING:
    from app.main.session import Session
    from widgets.frame import Frame


def go_there(session: Session, frame: Frame, place: Place) -> None:
    """Lead a person to a place; a lock or another frame in between ends the way."""
    steps = _way_to(session, frame, place)

    def take() -> None:
        step = next(steps, None)
        if step is not None and session.shows(frame):
            step()
            go_on()

    # each step in a turn of its own: the window must not stand still for all of them
    go_on = on_main(frame, take)
    go_on()


def _way_to(session: Session, frame: Frame, place: Place) -> Iterator[Callable[[], object]]:
    if place.page == "new":
        yield partial(frame.prepare, "studio")
        yield lambda: session.studio_page
        yield session.studio_page.begin_page
        yield partial(frame.go, "studio")
    else:
        if place.work_uid:
            yield partial(frame.prepare, "studio")
            yield lambda: session.studio_page.open_work(place.work_uid)
        if place.entry_uid:
            yield partial(frame.prepare, "journal")
            yield lambda: session.journal_page.open_entry(place.entry_uid)
        yield partial(frame.prepare, place.page)
        yield partial(frame.page, place.page)
        yield partial(frame.go, place.page)
    yield partial(_build_rest, session, frame)


def _build_rest(session: Session, frame: Frame) -> None:
    if "studio" in frame.built:
        # loading the kernels on their thread slows every turn of the loop meanwhile
        when_done(frame, session.studio_page.warm, lambda _: frame.build_rest())
    else:
        frame.build_rest()
