"""What kind of folder a library lies in: this computer's own, one that is copied away, or afar.

A library is written in WAL mode, which needs one computer and a file system of its own: over a
network it can be damaged (https://www.sqlite.org/wal.html). A folder that a service copies away
is safe to write, but what is in it does not stay on this computer only.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from app.model.words import Sentence

MOUNTS: Final = Path("/proc/self/mountinfo")
_DRIVE_REMOTE: Final = 4


class Kind(Enum):
    """What kind of folder it is."""

    LOCAL = "local"
    SYNCED = "synced"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A folder's kind; ``by`` is the service or the file system that makes it so."""

    kind: Kind
    by: str = ""

    @property
    def sentence(self) -> Sentence | None:
        """Return what to tell the person; None where there is nothing to tell."""
        if self.kind is Kind.SYNCED:
            return Sentence(
                "Your library lies in a folder that {service} copies to other computers. It is "
                "encrypted there too, and nothing is lost. To keep it on this computer only, "
                "choose a folder that is not copied.",
                {"service": self.by},
            )
        if self.kind is Kind.NETWORK:
            return Sentence(
                "The folder of your library lies on a network drive ({kind}), where writing could "
                "damage it, so it is open for reading only. What is in it is safe. Please move "
                "the folder to a drive of this computer.",
                {"kind": self.by},
            )
        return None


# folder names as the services make them
_SERVICES: Final = (
    ("OneDrive", r"OneDrive( - .+|-.+)?"),
    ("Dropbox", r"Dropbox( \(.+\)|-.+)?"),
    ("Google Drive", r"Google ?Drive([- ].+)?|GoogleDrive-.+|\.?gdrive"),
    ("iCloud", r"iCloud ?Drive|Mobile Documents|com~apple~CloudDocs|iCloud~.+"),
    ("Nextcloud", r"Nextcloud\d*"),
    ("ownCloud", r"ownCloud\d*"),
    ("Box", r"Box Sync|Box-Box"),
    ("pCloud", r"pCloud ?Drive|pCloud ?Sync"),
    ("MEGA", r"MEGA(sync)?( Downloads)?"),
    ("Yandex.Disk", r"Yandex\.Disk.*"),
    ("Syncthing", r"Syncthing"),
    ("坚果云", r"坚果云|Nutstore( Files)?|我的坚果云"),
    ("百度网盘", r"BaiduSyncdisk|百度网盘同步空间|BaiduNetdiskWorkspace"),
    ("微云", r"腾讯微云|微云同步助手.*|WeiyunSync"),
    ("CloudStorage", r"CloudStorage"),
)
_NAMES: Final = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _SERVICES)
# what the services leave in the folder they look after
_MARKS: Final = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
    ".tmp.drivedownload": "Google Drive",
    ".849c9593-d756-4e56-8d6e-42412f2a707b": "OneDrive",
}
_VARIABLES: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_FAR: Final = frozenset(
    [
        "nfs",
        "nfs3",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "openafs",
        "auristorfs",
        "coda",
        "9p",
        "ceph",
        "davfs",
        "glusterfs",
        "lustre",
        "beegfs",
        "orangefs",
        "gpfs",
        "gfs2",
        "ocfs2",
        "sshfs",
        "prl_fs",
        "vboxsf",
        "vmhgfs",
    ]
)
# these lie on a drive of this computer; of any other program's file system nobody knows
_NEAR_FUSE: Final = frozenset(
    [
        "fuseblk",
        "fuse.ntfs",
        "fuse.ntfs-3g",
        "fuse.exfat",
        "fuse.gocryptfs",
        "fuse.encfs",
        "fuse.cryfs",
        "fuse.securefs",
        "fuse.ecryptfs",
        "fuse.bindfs",
        "fuse.mergerfs",
        "fuse.unionfs",
        "fuse.lxcfs",
        "fuse.fuse-overlayfs",
        "fuse.zfs",
        "fuse.veracrypt",
    ]
)


def whereabouts(
    folder: Path,
    *,
    mounts: Path = MOUNTS,
    environment: Mapping[str, str] = os.environ,
) -> Whereabouts:
    """Return what kind of folder this is; it need not exist yet.

    Parameters
    ----------
    folder : Path
        Absolute. Links are followed.
    mounts : Path, optional
        The kernel's list of what is mounted where (Linux, ``man 5 proc_pid_mountinfo``).
    environment : Mapping, optional
        Where OneDrive says where it is.
    """
    real = folder.resolve()
    far = _far_file_system(real, mounts)
    if far:
        return Whereabouts(Kind.NETWORK, far)
    service = _service(real, environment) or _service(folder, environment)
    return Whereabouts(Kind.SYNCED, service) if service else Whereabouts(Kind.LOCAL)


def _far_file_system(folder: Path, mounts: Path) -> str:
    if sys.platform == "win32":
        return _far_drive(folder)
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    found = [entry for entry in map(_entry, lines) if folder.is_relative_to(entry[0])]
    # of several on the same place the last one lies on top
    file_system = max(enumerate(found), key=_depth, default=(0, (Path(), "")))[1][1]
    is_far = file_system in _FAR
    is_unknown = file_system.startswith("fuse") and file_system not in _NEAR_FUSE
    return file_system if is_far or is_unknown else ""


def _depth(numbered: tuple[int, tuple[Path, str]]) -> tuple[int, int]:
    number, (place, _) = numbered
    return len(place.parts), number


def _entry(line: str) -> tuple[Path, str]:
    """Return where something is mounted, and its file system."""
    before, _, after = line.partition(" - ")
    place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), before.split(" ")[4])
    return Path(place), after.split(" ")[0]


def _far_drive(folder: Path) -> str:
    if folder.drive.startswith("\\\\"):
        return "UNC"
    import ctypes

    kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW(folder.anchor)  # noqa: B009
    return "SMB" if kind == _DRIVE_REMOTE else ""


def _service(folder: Path, environment: Mapping[str, str]) -> str:
    for variable in _VARIABLES:
        place = environment.get(variable, "")
        if place and folder.is_relative_to(place):
            return "OneDrive"
    return next(_named(folder), "") or next(_marked(folder), "")


def _named(folder: Path) -> Iterator[str]:
    for part in reversed(folder.parts):
        for name, pattern in _NAMES:
            if pattern.fullmatch(part):
                yield name


def _marked(folder: Path) -> Iterator[str]:
    # the home folder itself holds Dropbox's own settings and is not copied
    home = Path.home()
    for above in (folder, *folder.parents):
        if above in (home, *home.parents):
            return
        for mark, name in _MARKS.items():
            if (above / mark).exists():
                yield name
