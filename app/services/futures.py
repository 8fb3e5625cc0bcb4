"""Futures one after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def done(result: A) -> Future[A]:
    """Return a future that has its result already."""
    future: Future[A] = Future()
    future.set_result(result)
    return future


def after(first: Future[A], then: Callable[[A], Future[B]]) -> Future[B]:
    """Return the future of what comes second; an error of either is its error."""
    second: Future[B] = Future()

    def pass_on(inner: Future[B]) -> None:
        error = inner.exception()
        if error is not None:
            second.set_exception(error)
        else:
            second.set_result(inner.result())

    def go_on(finished: Future[A]) -> None:
        try:
            then(finished.result()).add_done_callback(pass_on)
        except BaseException as error:
            # whoever waits for the second gets it
            second.set_exception(error)

    first.add_done_callback(go_on)
    return second
