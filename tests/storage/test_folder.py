"""A synced or network folder is recognised before a library is put there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.folder import FolderKind, file_system, folder_kind

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /home/zoe/My\\040Cloud tmpfs rw 0 0
server:/export /home/zoe/shared nfs4 rw 0 0
//nas/home /mnt/nas cifs rw 0 0
/dev/sdb1 /mnt/nas/usb ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("/home/zoe", "ext4"),
        ("/home/zoe/shared", "nfs4"),
        ("/home/zoe/shared/deep/er", "nfs4"),
        ("/home/zoe/sharedness", "ext4"),
        ("/mnt/nas/libraries", "cifs"),
        ("/mnt/nas/usb/libraries", "ext4"),
        ("/home/zoe/My Cloud/x", "tmpfs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(place, found):
    assert file_system(Path(place), MOUNTS) == found


def test_where_nothing_is_known_nothing_is_claimed():
    assert file_system(Path("/home"), "") == ""


@pytest.mark.parametrize(
    "name", ["Dropbox", "OneDrive", "OneDrive - Clinic", "Google Drive", "Nextcloud", "我的坚果云"]
)
def test_a_synced_folder_is_known_by_its_name(tmp_path, name):
    assert folder_kind(tmp_path / name / "innerscape") is FolderKind.SYNCED


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", ".owncloudsync.log"])
def test_a_synced_folder_is_known_by_what_its_program_leaves(tmp_path, mark):
    (tmp_path / mark).mkdir()
    assert folder_kind(tmp_path / "a" / "b") is FolderKind.SYNCED


def test_a_person_s_own_folder_is_their_own(tmp_path):
    assert folder_kind(tmp_path / "boxes of pictures" / "megapixels") is FolderKind.OWN
