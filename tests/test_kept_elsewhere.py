"""Folders that a client synchronises or another machine holds: each kind, near misses, and how they are told."""

from __future__ import annotations

import os
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from command_line import Cli
from inspector_app.domain.kept_elsewhere import Mount, Surroundings, mount_of, on_network, synchronised_by, warning
from inspector_app.runtime import surroundings as looking
from inspector_app.runtime.surroundings import linux_mounts, mac_mounts, surroundings

HOME = PurePosixPath("/home/ann").parts


def at(folder: str, kind: type[PurePath] = PurePosixPath, **more: object) -> Surroundings:
    return Surroundings((kind(folder).parts,), **{"home": HOME, **more})  # type: ignore[arg-type]


def windows(folder: str, **more: object) -> Surroundings:
    return at(folder, PureWindowsPath, home=PureWindowsPath(r"C:\Users\ann").parts, **more)


@pytest.mark.parametrize(
    ("of", "who"),
    [
        (windows(r"C:\Users\ann\OneDrive\Work"), "OneDrive"),
        (windows(r"C:\Users\ann\OneDrive - Ministry of Justice\Documents"), "OneDrive"),
        (at("/home/ann/Dropbox/Devon"), "Dropbox"),
        (windows(r"D:\Dropbox (Personal)"), "Dropbox"),
        (at("/home/ann/google drive/x"), "Google Drive"),
        (windows(r"G:\My Drive\Cases"), "Google Drive"),
        (at("/Users/ann/Library/CloudStorage/GoogleDrive-ann@example.org/My Drive"), "Google Drive"),
        (at("/Users/ann/Library/CloudStorage/OneDrive-Personal"), "OneDrive"),
        (at("/Users/ann/Library/CloudStorage/Elsewhere-1"), "a cloud service"),
        (at("/Users/ann/Library/Mobile Documents/com~apple~CloudDocs/x"), "iCloud"),
        (windows(r"C:\Users\ann\iCloudDrive"), "iCloud"),
        (at("/home/ann/Nextcloud2/Cases"), "Nextcloud"),
        (at("/srv/ownCloud"), "ownCloud"),
        (at("/home/ann/Box/Cases"), "Box"),
        (windows(r"C:\Users\ann\Box Sync"), "Box"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.folders[0][-1],
)
def test_a_synchronised_folder_is_known_by_its_name(of: Surroundings, who: str) -> None:
    assert synchronised_by(of) == who
    assert warning(of).startswith(
        f"This inspection lies in a folder that {who} keeps: two programs then write one file"
    )
    assert "copy it to a folder of this laptop" in warning(of)


@pytest.mark.parametrize(
    "of",
    [
        at("/home/ann/Dropbox plans"), at("/home/ann/My plans for Dropbox"), at("/home/ann/OneDriver"),
        at("/home/ann/jobs/Box"), at("/home/ann/Boxes"), at("/home/ann/Google"), at("/home/ann/My Drive"),
        at("/home/ann/Mobile Documents"), at("/home/ann/OneDrive-old"), at("/home/ann/next cloud"), at("/"),
        windows(r"C:\Users\ann\Documents"), windows(r"\\?\C:\Users\ann"), windows("C:\\"), at("/home/ann/smb"),
        at("/home/ann", found=frozenset({".sync_notes.db", ".dropbox.txt", ".git"})),
        at("/home/ann", told=((("/",), "OneDrive"), (("/", "home", "an"), "OneDrive"))),
        at("/home/ann", mounts=(Mount(("/",), "ext4", "/dev/sda1"), Mount(("/", "mnt"), "nfs4", "nas:/x"))),
        at("/home/ann", mounts=(Mount(("/",), "fuseblk", "/dev/sdb1"),)),
    ],
    ids=lambda of: of.folders[0][-1],
)  # fmt: skip
def test_a_folder_of_ones_own_is_left_in_peace(of: Surroundings) -> None:
    assert warning(of) == ""


@pytest.mark.parametrize(
    ("name", "who"),
    [
        (".dropbox.cache", "Dropbox"), (".tmp.drivedownload", "Google Drive"), (".nextcloudsync.log", "Nextcloud"),
        (".sync_0a1b2c3d4e5f.db", "Nextcloud or ownCloud"), ("._sync_0a1b2c.db", "Nextcloud or ownCloud"),
        (".owncloudsync.log", "ownCloud"), (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    ],
)  # fmt: skip
def test_a_synchronised_folder_is_known_by_what_its_client_leaves_in_it(name: str, who: str) -> None:
    assert synchronised_by(at("/home/ann/work", found=frozenset({".git", name}))) == who


def test_a_synchronised_folder_is_known_by_what_the_environment_says() -> None:
    told = ((PureWindowsPath(r"D:\Firm").parts, "OneDrive"),)
    assert synchronised_by(windows(r"d:\firm\cases", told=told)) == "OneDrive"
    assert synchronised_by(windows(r"D:\Firma\cases", told=told)) == ""


TABLE = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/share\040of\040all rw,relatime shared:2 - {kind} {source} rw,vers=3
31 30 8:2 / /mnt/share\040of\040all/disk rw - ext4 /dev/sdb1 rw
a line that says nothing
"""


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("nfs", "nas:/x"), ("nfs4", "nas:/x"), ("cifs", "//nas/x"), ("smb3", "//nas/x"), ("smbfs", "//nas/x"),
        ("fuse.sshfs", "ann@nas:"), ("davfs", "https://nas/x"), ("fuse", "https://nas/dav"), ("fuse.rclone", "x:"),
        ("ceph", "x:/"), ("afs", "AFS"), ("fuse.gvfsd-fuse", "gvfsd-fuse"),
    ],
)  # fmt: skip
def test_a_network_drive_is_known_by_its_file_system(kind: str, source: str) -> None:
    mounts = linux_mounts(TABLE.format(kind=kind, source=source))
    assert [len(mount.at) for mount in mounts] == [1, 3, 4]
    over = at("/mnt/share of all/Devon", mounts=mounts)
    assert on_network(over)
    assert warning(over).startswith("This inspection lies on a network drive: two programs may then write one file")
    assert "people’s data" in warning(over) and "copy it to a folder of this laptop" in warning(over)
    for folder in ("/mnt/share of all/disk/x", "/mnt/share of all but one", "/home/ann"):
        assert warning(at(folder, mounts=mounts)) == ""


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "tmpfs", "overlay", "fuseblk", "9p", "fuse.encfs", "nfsd", "apfs"])
def test_a_disk_of_the_laptop_is_none(kind: str) -> None:
    assert not on_network(at("/x", mounts=(Mount(("/",), kind, "/dev/x"),)))


def test_of_two_file_systems_at_one_place_the_later_counts() -> None:
    below, above = Mount(("/", "x"), "nfs"), Mount(("/", "x"), "ext4")
    assert mount_of(("/", "x", "y"), (below, above)) is above
    assert mount_of(("/", "y"), (below, above)) is None


def test_what_macos_says_of_its_drives_is_read() -> None:
    mounts = mac_mounts(
        "/dev/disk3s1 on / (apfs, sealed, local)\n//ann@nas/All on /Volumes/All of us (smbfs, nodev, nosuid)\n"
        "/dev/disk5 on /Volumes/STICK (msdos, local)\nnonsense"
    )
    assert on_network(at("/Volumes/All of us/x", mounts=mounts))
    assert not on_network(at("/Volumes/STICK/x", mounts=mounts))


def test_a_share_and_a_remote_drive_of_windows_are_known() -> None:
    assert on_network(windows(r"\\server\share\cases"))
    assert on_network(windows(r"\\?\UNC\server\share\cases"))
    assert on_network(windows(r"Z:\cases", remote_drive=True))
    assert not on_network(windows(r"Z:\cases"))


def test_links_environment_and_marks_are_gathered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()  # the settings of a client, which has its folder elsewhere
    own, kept = tmp_path / "own" / "deep", tmp_path / "kept" / "deep"
    own.mkdir(parents=True)
    kept.mkdir(parents=True)
    assert warning(surroundings(own / "x.inspection", {})) == ""
    (tmp_path / "kept" / ".sync_00ff.db").touch()
    assert synchronised_by(surroundings(kept / "x.inspection", {})) == "Nextcloud or ownCloud"
    (own / "link").symlink_to(kept)
    assert synchronised_by(surroundings(own / "link" / "x.inspection", {})) == "Nextcloud or ownCloud"
    told = {"OneDriveCommercial": str(tmp_path / "own"), "OneDrive": ""}
    assert synchronised_by(surroundings(own / "x.inspection", told)) == "OneDrive"


def test_a_folder_on_a_network_is_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "table"
    table.write_text(f"1 0 0:1 / / rw - ext4 /dev/sda rw\n2 1 0:2 / {tmp_path} rw - nfs4 nas:/x rw\n")
    monkeypatch.setattr(looking, "_MOUNT_TABLE", table)
    listed: list[object] = []
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(path))
    assert on_network(surroundings(tmp_path / "x.inspection", {}))
    assert listed == []


def test_what_cannot_be_looked_at_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "_MOUNT_TABLE", tmp_path / "none")
    assert warning(surroundings(tmp_path / "not" / "there" / "x.inspection", {})) == ""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert warning(surroundings(Path("x.inspection"), {})) == ""


def test_commands_say_it_on_standard_error_and_do_their_work(cli: Cli, tmp_path: Path) -> None:
    own, kept = tmp_path / "own", tmp_path / "Dropbox"
    for folder in (own, kept):
        folder.mkdir()
        path = folder / "i.inspection"
        loud = folder == kept
        made = cli("new", path, "--instrument", "violence-2013", "--trust", "T")
        for told in (
            made,
            cli("score", path),
            cli("check", path),
            cli("export", path, "--format", "csv", "-d", folder),
        ):
            assert told.status == 0
            assert [line for line in told.err_lines if "that Dropbox keeps" in line] == told.err_lines[:1] * loud
            assert "Dropbox keeps" not in told.out
