"""What kind of folder a library would lie in: this computer's, a synced one, or a network's.

SQLite's write-ahead log needs memory that processes share, which no network file system gives
(sqlite.org/wal.html); a program that syncs a folder copies the file and its WAL apart.
"""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path

# not 9p and virtiofs: containers and virtual machines have their own disk through them
_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "afs"),
    *("fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs", "fuse.glusterfs", "ceph"),
    *("fuse.gvfsd-fuse", "beegfs", "lustre"),
}
_SYNCED_NAMES = re.compile(
    r"(onedrive\b.*|dropbox( \(.*\))?|google ?drive|my drive|icloud ?drive|mobile documents|"
    r"cloudstorage|nextcloud|owncloud|pclouddrive|mega(sync)?|nutstore( files)?|我的坚果云|"
    r"syncthing|seafile|box( sync)?|yandex\.disk)",
    re.IGNORECASE,
)
_SYNC_MARKS = (
    *(".stfolder", ".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log"),
    *(".sync", ".seafile-data"),
)
_DRIVE_REMOTE = 4


class FolderKind(StrEnum):
    """Whose folder it is."""

    OWN = "own"
    SYNCED = "synced"
    NETWORK = "network"


def folder_kind(folder: Path) -> FolderKind:
    """Return what kind of folder this is; the folder need not exist yet."""
    place = _existing(folder.absolute())
    if is_on_network(place):
        return FolderKind.NETWORK
    for parent in (place, *place.parents):
        if any((parent / mark).exists() for mark in _SYNC_MARKS):
            return FolderKind.SYNCED
    if any(_SYNCED_NAMES.fullmatch(part) for part in folder.absolute().parts):
        return FolderKind.SYNCED
    return FolderKind.OWN


def is_on_network(place: Path) -> bool:
    """Whether an existing folder lies on another computer."""
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE)
    return file_system(place, _mounts()) in _NETWORK


def file_system(place: Path, mounts: str) -> str:
    """Return the type of the file system a folder is on, "" where that can't be known.

    Parameters
    ----------
    mounts : str
        What Linux says in ``/proc/self/mounts``: device, place, type, and more in each line.
    """
    best, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        # spaces and the like stand there as octal numbers
        at = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[1]))
        depth = len(at.parts)
        # of two mounts on one place the later one is seen
        if depth >= best and (place == at or at in place.parents):
            best, found = depth, fields[2]
    return found


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.resolve()
