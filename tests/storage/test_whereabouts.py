"""A folder that is copied away, or that lies on another computer, is recognised."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.storage.whereabouts import Kind, whereabouts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths as Linux writes them")
MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:5 / /proc rw - proc proc rw
30 22 8:2 / /home rw,relatime shared:2 - ext4 /dev/sda2 rw
31 30 0:50 / /home/ada/far rw - nfs4 server:/export rw,vers=4.2
32 31 8:3 / /home/ada/far/near rw - xfs /dev/sdb1 rw
33 22 0:51 / /mnt/two\\040words rw - cifs //server/share rw
34 22 0:52 / /mnt/drive rw - fuse.rclone remote: rw
35 22 0:53 / /mnt/safe rw - fuse.gocryptfs /home/ada/.safe rw
36 22 0:54 / /mnt/stick rw - fuseblk /dev/sdc1 rw
37 22 8:4 / /mnt/over rw - ext4 /dev/sdd1 rw
38 22 0:55 / /mnt/over rw - nfs server:/other rw
39 22 0:56 / /mnt/host rw - 9p drvfs rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTS, "utf-8")
    return path


@pytest.mark.parametrize(
    ("folder", "by"),
    [
        ("/home/ada/far/innerscape", "nfs4"),
        ("/mnt/two words/innerscape", "cifs"),
        ("/mnt/drive/innerscape", "fuse.rclone"),
        ("/mnt/over/innerscape", "nfs"),
        ("/mnt/host/Users/ada", "9p"),
    ],
)
def test_a_drive_on_another_computer_is_recognised(folder: str, by: str, mounts: Path) -> None:
    found = whereabouts(Path(folder), mounts=mounts, environment={})
    assert (found.kind, found.by) == (Kind.NETWORK, by)
    assert "network drive" in str(found.sentence)
    assert "What is in it is safe" in str(found.sentence)
    assert "move the folder" in str(found.sentence)


@pytest.mark.parametrize(
    "folder",
    [
        "/home/ada/.local/share/Innerscape",
        "/home/ada/far/near/innerscape",
        "/home/ada/farther/innerscape",
        "/mnt/safe/innerscape",
        "/mnt/stick/innerscape",
        "/home/ada/Boxes/innerscape",
        "/home/ada/My OneDriver notes/innerscape",
    ],
)
def test_a_drive_of_this_computer_is_nothing_to_speak_of(folder: str, mounts: Path) -> None:
    found = whereabouts(Path(folder), mounts=mounts, environment={})
    assert found.kind is Kind.LOCAL
    assert found.sentence is None


@pytest.mark.parametrize(
    ("folder", "by"),
    [
        ("/home/ada/OneDrive - Clinic/a", "OneDrive"),
        ("/home/ada/Dropbox (Personal)/a", "Dropbox"),
        ("/home/ada/Google Drive/a", "Google Drive"),
        ("/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.org/My Drive", "Google Drive"),
        ("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/a", "iCloud"),
        ("/home/ada/Nextcloud/a", "Nextcloud"),
        ("/home/ada/坚果云/a", "坚果云"),
        ("/Users/ada/Library/CloudStorage/SomethingNew/a", "CloudStorage"),
    ],
)
def test_a_folder_that_is_copied_away_is_recognised_by_its_name(
    folder: str, by: str, mounts: Path
) -> None:
    found = whereabouts(Path(folder), mounts=mounts, environment={})
    assert (found.kind, found.by) == (Kind.SYNCED, by)
    assert by in str(found.sentence)
    assert "nothing is lost" in str(found.sentence)


def test_a_folder_that_is_copied_away_is_recognised_by_what_the_service_left(
    tmp_path: Path, mounts: Path
) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / ".stfolder").mkdir()
    found = whereabouts(tmp_path / "shared" / "deep" / "er", mounts=mounts, environment={})
    assert (found.kind, found.by) == (Kind.SYNCED, "Syncthing")
    assert whereabouts(tmp_path / "else", mounts=mounts, environment={}).kind is Kind.LOCAL


def test_onedrive_under_another_name_says_itself_where_it_is(tmp_path: Path, mounts: Path) -> None:
    place = {"OneDriveCommercial": str(tmp_path / "work")}
    inside = whereabouts(tmp_path / "work" / "a", mounts=mounts, environment=place)
    assert inside.by == "OneDrive"
    assert whereabouts(tmp_path / "home", mounts=mounts, environment=place).kind is Kind.LOCAL


def test_a_link_into_such_a_folder_is_followed(tmp_path: Path, mounts: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "Dropbox")
    assert whereabouts(tmp_path / "mine" / "a", mounts=mounts, environment={}).by == "Dropbox"


def test_where_the_kernel_tells_nothing_the_folder_counts_as_near(tmp_path: Path) -> None:
    assert whereabouts(tmp_path, mounts=tmp_path / "none", environment={}).kind is Kind.LOCAL
