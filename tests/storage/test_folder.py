"""A synced or network folder is recognised before a library is put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.folder import (
    FolderKind,
    file_system,
    folder_kind,
    is_far,
    linux_mounts,
    mac_mounts,
)

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /people/zoe/My\\040Cloud tmpfs rw 0 0
server:/export /people/zoe/shared nfs4 rw 0 0
//nas/home /mnt/nas cifs rw 0 0
/dev/sdb1 /mnt/nas/usb ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("/people/zoe", "ext4"),
        ("/people/zoe/shared", "nfs4"),
        ("/people/zoe/shared/deep/er", "nfs4"),
        ("/people/zoe/sharedness", "ext4"),
        ("/mnt/nas/libraries", "cifs"),
        ("/mnt/nas/usb/libraries", "ext4"),
        ("/people/zoe/My Cloud/x", "tmpfs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(place, found):
    assert file_system(Path(place), linux_mounts(MOUNTS)) == found


# as a Mac prints it, with a share, an NFS folder, a stick and a program's folder
MAC_MOUNTS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//zoe@nas._smb._tcp.local/home on /Volumes/home (smbfs, nodev, nosuid, mounted by zoe)
nas:/volume1/art on /Volumes/Art on wheels (nfs, nodev, nosuid, automounted)
https://dav.example.org/ on /Volumes/dav (webdav, nodev, noexec, nosuid, mounted by zoe)
/dev/disk4s1 on /Volumes/My Stick (1) (exfat, local, nodev, nosuid, noowners, mounted by zoe)
rclone:far on /people/zoe/far (macfuse, nodev, nosuid, synchronous, mounted by zoe)
"""


@pytest.mark.parametrize(
    ("place", "is_on_another"),
    [
        ("/people/zoe/Library/Application Support", False),
        ("/System/Volumes/Data/people/zoe", False),
        ("/System/Volumes/Data/home", False),
        ("/Volumes/home/libraries", True),
        ("/Volumes/Art on wheels", True),
        ("/Volumes/dav/x", True),
        ("/Volumes/My Stick (1)/libraries", False),
        ("/people/zoe/far/away", True),
        ("/people/zoe/farther", False),
    ],
)
def test_on_a_mac_a_share_is_known_and_a_stick_is_one_s_own(place, is_on_another):
    assert is_far(file_system(Path(place), mac_mounts(MAC_MOUNTS))) == is_on_another


def test_where_nothing_is_known_nothing_is_claimed():
    assert file_system(Path("/home"), []) == ""
    assert list(mac_mounts("mount: something else\n\n")) == []


@pytest.mark.parametrize(
    "name",
    [
        "Dropbox",
        "OneDrive",
        "OneDrive - Clinic",
        "Google Drive",
        "Nextcloud",
        "我的坚果云",
        "GoogleDrive-zoe",
    ],
)
def test_a_synced_folder_is_known_by_its_name(tmp_path, name):
    assert folder_kind(tmp_path / name / "innerscape") is FolderKind.SYNCED


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", ".owncloudsync.log"])
def test_a_synced_folder_is_known_by_what_its_program_leaves(tmp_path, mark):
    (tmp_path / mark).mkdir()
    assert folder_kind(tmp_path / "a" / "b") is FolderKind.SYNCED


def test_a_person_s_own_folder_is_their_own(tmp_path):
    assert folder_kind(tmp_path / "boxes of pictures" / "megapixels") is FolderKind.OWN


def test_the_settings_of_a_sync_program_do_not_make_the_home_folder_a_synced_one(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    assert folder_kind(tmp_path / ".local" / "share" / "Innerscape") is FolderKind.OWN


def test_a_link_into_a_synced_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "Dropbox")
    assert folder_kind(tmp_path / "mine" / "a") is FolderKind.SYNCED


def test_onedrive_under_another_name_says_itself_where_it_is(tmp_path):
    said = {"OneDriveCommercial": str(tmp_path / "work")}
    (tmp_path / "work").mkdir()
    assert folder_kind(tmp_path / "work" / "a", said) is FolderKind.SYNCED
    assert folder_kind(tmp_path / "home", said) is FolderKind.OWN


@pytest.mark.parametrize("name", ["nfs4", "cifs", "fuse.rclone", "fuse.some-cloud-nobody-knows"])
def test_what_lies_or_may_lie_on_another_computer_counts_as_far(name):
    assert is_far(name)


@pytest.mark.parametrize("name", ["ext4", "fuseblk", "fuse.gocryptfs", "overlay", "tmpfs", ""])
def test_what_lies_on_this_computer_does_not(name):
    assert not is_far(name)


@pytest.mark.parametrize("kind", [FolderKind.SYNCED, FolderKind.NETWORK])
def test_the_person_is_told_that_nothing_is_lost_and_one_thing_to_do(kind):
    assert "safe" in str(kind.note)
    assert "Please move it" in str(kind.note)
    assert FolderKind.OWN.note is None
