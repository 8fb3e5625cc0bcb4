"""The studio hears that the computer is about to sleep."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from widgets.sleep import INTERFACE, MEMBER, PATH, SERVICE, SleepNews

pytestmark = pytest.mark.qt


@pytest.fixture
def address() -> Iterator[str]:
    """Start a bus of the test's own."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("no D-Bus here")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address", "--nopidfile"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as bus:
        assert bus.stdout is not None
        try:
            yield bus.stdout.readline().strip()
        finally:
            os.kill(bus.pid, signal.SIGTERM)


def announce(bus: QDBusConnection, *, is_beginning: bool) -> None:
    message = QDBusMessage.createSignal(PATH, INTERFACE, MEMBER)
    message.setArguments([is_beginning])
    assert bus.send(message)


def test_the_login_service_says_that_sleep_begins(address: str, qtbot: QtBot) -> None:
    service = QDBusConnection.connectToBus(address, "login service")
    ours = QDBusConnection.connectToBus(address, "studio")
    owner = QObject()
    try:
        assert service.registerService(SERVICE)
        news = SleepNews(owner)
        assert news.listen(ours)
        heard: list[None] = []
        news.going_to_sleep.connect(lambda: heard.append(None))
        announce(service, is_beginning=False)
        announce(service, is_beginning=True)
        qtbot.waitUntil(lambda: bool(heard))
        assert len(heard) == 1
    finally:
        QDBusConnection.disconnectFromBus("login service")
        QDBusConnection.disconnectFromBus("studio")


def test_without_a_bus_nothing_is_heard_and_nothing_breaks(qtbot: QtBot) -> None:
    nowhere = QDBusConnection("there is no such bus")
    assert SleepNews().listen(nowhere) is False
