"""What may go wrong with a library, each with the sentence a person is told."""

from __future__ import annotations

from app.model.words import PersonError, Sentence


class LibraryError(PersonError):
    """Something about a library that a person must be told."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(Sentence(message, fields))


class WrongPassphrase(LibraryError):  # noqa: N818  # it is an answer, not a fault
    """The passphrase, recovery key or PIN did not open anything."""


class TryLater(LibraryError):  # noqa: N818
    """Too many wrong tries; ``wait_s`` seconds are left."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s
        super().__init__(
            "That was not right a few times. Nothing is lost. Please try again in {seconds} s.",
            seconds=max(1, round(wait_s)),
        )


class KeysDamaged(LibraryError):  # noqa: N818
    """Neither copy of the key file can be read."""


class Damaged(LibraryError):  # noqa: N818
    """The library's bytes are not what was written."""


class NewerSchema(LibraryError):  # noqa: N818
    """The file was written by a newer version of the program."""


class Missing(LibraryError):  # noqa: N818
    """The library file is not where it was."""


class NoBackup(LibraryError):  # noqa: N818
    """There is no backup that passes every check."""


class InDoubt(LibraryError):  # noqa: N818
    """The library opens, but work that was saved is not in it."""


class CannotWrite(LibraryError):  # noqa: N818
    """A write did not reach the disk; what was to be written is still in memory."""


class ReadOnly(LibraryError):  # noqa: N818
    """The library is open for reading only."""


def wrong_passphrase() -> WrongPassphrase:
    """Return the error for a passphrase that opens nothing."""
    return WrongPassphrase(
        "That did not open your library. Nothing was changed. "
        "Please try again, or use your recovery key."
    )


def damaged() -> Damaged:
    """Return the error for bytes that fail their check."""
    return Damaged(
        "A part of your library can't be read. Nothing was changed and the file is kept as it is. "
        "Please open the newest backup."
    )


def keys_damaged() -> KeysDamaged:
    """Return the error for a key file that cannot be read."""
    return KeysDamaged(
        "The key file beside your library can't be read. The library itself was not changed. "
        "Please put the key file from a backup in its place."
    )


def newer_schema() -> NewerSchema:
    """Return the error for a file of a newer version."""
    return NewerSchema(
        "This library was written by a newer Innerscape. It is safe and was not changed. "
        "Please update Innerscape to go on writing in it."
    )


def missing() -> Missing:
    """Return the error for a library that is not there."""
    return Missing(
        "Your library is not where it was. Nothing was changed. "
        "If it is on another drive, please connect that drive and try again."
    )


def read_only() -> ReadOnly:
    """Return the error for a write into a library opened to read."""
    return ReadOnly(
        "This library is open for reading only, so nothing new can be kept here. "
        "What is in it is safe. Please close the other Innerscape window and open it again."
    )
