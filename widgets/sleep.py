"""Hears from the system that the computer is about to sleep, where there is something to hear."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection

SERVICE: Final = "org.freedesktop.login1"
PATH: Final = "/org/freedesktop/login1"
INTERFACE: Final = "org.freedesktop.login1.Manager"
MEMBER: Final = "PrepareForSleep"


class SleepNews(QObject):
    """Emits ``going_to_sleep`` when the login service says so.

    Where there is no such service nothing is ever emitted: `widgets.idle.IdleWatch` then sees by
    the clocks that the computer slept.
    """

    going_to_sleep = Signal()

    def listen(self, bus: QDBusConnection | None = None) -> bool:
        """Listen from now on.

        Parameters
        ----------
        bus : QDBusConnection, optional
            The system's own if not given.

        Returns
        -------
        bool
            Whether there is a bus to listen on.
        """
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            # the system lacks the library below it
            return False
        bus = bus or QDBusConnection.systemBus()
        # the library's own stubs ask for bytes, which it then refuses
        connect = cast("Callable[..., bool]", bus.connect)
        return bus.isConnected() and connect(
            SERVICE, PATH, INTERFACE, MEMBER, self, SLOT("hear(bool)")
        )

    @Slot(bool)
    def hear(self, is_beginning: bool) -> None:
        """Pass on that sleep begins; waking is no news."""
        if is_beginning:
            self.going_to_sleep.emit()
