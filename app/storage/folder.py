"""What kind of folder a library would lie in: this computer's, a synced one, or a network's.

SQLite's write-ahead log needs memory that processes share, which no network file system gives
(sqlite.org/wal.html); a program that syncs a folder copies the file and its WAL apart.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from app.model.words import Sentence

# not 9p and virtiofs: containers and virtual machines have their own disk through them
_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "ncpfs", "afs"),
    *("fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.s3fs", "fuse.glusterfs", "ceph"),
    *("fuse.gvfsd-fuse", "beegfs", "lustre"),
}
# of a file system that is a program, nobody knows where it lies; but of these: on this computer
_NEAR_PROGRAMS = {
    *("fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs"),
    *("fuse.securefs", "fuse.veracrypt", "fuse.bindfs", "fuse.mergerfs", "fuse.unionfs"),
    *("fuse.lxcfs", "fuse.fuse-overlayfs", "fuse.zfs", "fuse.apfs", "fuse.btrfs"),
}
_SYNCED_NAMES = re.compile(
    r"(onedrive\b.*|dropbox( \(.*\)|-.*)?|google ?drive([- ].*)?|my drive|icloud ?drive|"
    r"mobile documents|com~apple~clouddocs|坚果云|baidusyncdisk|百度网盘同步空间|腾讯微云|"
    r"cloudstorage|nextcloud|owncloud|pclouddrive|mega(sync)?|nutstore( files)?|我的坚果云|"
    r"syncthing|seafile|box( sync)?|yandex\.disk)",
    re.IGNORECASE,
)
_SYNC_MARKS = (
    *(".stfolder", ".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log"),
    *(".sync", ".seafile-data", ".tmp.drivedownload"),
)
_MAC_MOUNT = re.compile(r".+? on (?P<place>/.*) \((?P<flags>[^()]*)\)")
# places that fill themselves when somebody looks, and the system's own
_MAC_OWN = {"autofs", "devfs"}
_PATIENCE_S = 5.0
Mount = tuple[Path, str]
_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_DRIVE_REMOTE = 4


class FolderKind(StrEnum):
    """Whose folder it is."""

    OWN = "own"
    SYNCED = "synced"
    NETWORK = "network"

    @property
    def note(self) -> Sentence | None:
        """Return what to tell the person about it; None where there is nothing to tell."""
        return _NOTES.get(self)


_NOTES = {
    FolderKind.NETWORK: Sentence(
        "Your library lies on another computer, where writing could damage it, so it is open for "
        "reading only. What is in it is safe. Please move it to a folder on this computer."
    ),
    FolderKind.SYNCED: Sentence(
        "Your library lies in a folder that another program copies elsewhere. It is encrypted and "
        "safe here, but such a copy may not open. Please move it to a folder of this computer only."
    ),
}


def folder_kind(folder: Path, environment: Mapping[str, str] = os.environ) -> FolderKind:
    """Return what kind of folder this is; the folder need not exist yet.

    Parameters
    ----------
    environment : Mapping, optional
        OneDrive says there where it is, under whatever name.
    """
    place = _existing(folder.absolute())
    if is_on_network(place):
        return FolderKind.NETWORK
    named = (environment.get(name, "") for name in _ONEDRIVE)
    if any(name and place.is_relative_to(name) for name in named):
        return FolderKind.SYNCED
    parts = {*folder.absolute().parts, *place.parts}
    if _is_marked(place) or any(_SYNCED_NAMES.fullmatch(part) for part in parts):
        return FolderKind.SYNCED
    return FolderKind.OWN


def _is_marked(place: Path) -> bool:
    # in the home folder itself such a name is the program's own settings (~/.dropbox)
    homes = {Path.home(), *Path.home().parents}
    above = (parent for parent in (place, *place.parents) if parent not in homes)
    return any((parent / mark).exists() for parent in above for mark in _SYNC_MARKS)


def is_on_network(place: Path) -> bool:
    """Whether an existing folder lies on another computer."""
    if sys.platform == "win32":
        import ctypes

        if place.drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE)
    return is_far(file_system(place, _mounts()))


def is_far(name: str) -> bool:
    """Whether a file system of this type lies, or may lie, on another computer."""
    return name in _NETWORK or (name.startswith("fuse.") and name not in _NEAR_PROGRAMS)


def file_system(place: Path, mounts: Iterable[Mount]) -> str:
    """Return the type of the file system a folder is on, "" where that can't be known."""
    best, found = -1, ""
    for at, name in mounts:
        depth = len(at.parts)
        # of two mounts on one place the later one is seen
        if depth >= best and (place == at or at in place.parents):
            best, found = depth, name
    return found


def linux_mounts(text: str) -> Iterator[Mount]:
    """Return what stands in ``/proc/self/mounts``: device, place, type, and more in each line."""
    for line in text.splitlines():
        fields = line.split()
        if len(fields) >= 3:
            # spaces and the like stand there as octal numbers
            at = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[1])
            yield Path(at), fields[2]


def mac_mounts(text: str) -> Iterator[Mount]:
    """Return what macOS's ``mount`` prints: ``DEVICE on PLACE (TYPE, FLAG, …)`` in each line.

    What the system itself does not call local is a program's or a network's, whatever its name.
    """
    for line in text.splitlines():
        match = _MAC_MOUNT.fullmatch(line.strip())
        if match is not None:
            name, *flags = match["flags"].split(", ")
            is_known = name in _NETWORK or name in _MAC_OWN or "local" in flags
            yield Path(match["place"]), name if is_known else f"fuse.{name}"


def _mounts() -> list[Mount]:
    try:
        if sys.platform == "darwin":
            # S603: nothing of what a person typed goes into it
            listed = subprocess.run(
                ["/sbin/mount"], capture_output=True, check=True, timeout=_PATIENCE_S
            )
            return list(mac_mounts(listed.stdout.decode("utf-8", "replace")))
        return list(linux_mounts(Path("/proc/self/mounts").read_text("utf-8", "replace")))
    except (OSError, subprocess.SubprocessError):
        return []


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.resolve()
