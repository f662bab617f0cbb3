"""Whether a folder is one that something else keeps too: a client that synchronises it, or another machine.

An inspection is one file that is written in place. Where a second program copies it meanwhile, what arrives elsewhere
may be half of it, and it arrives outside the laptop on which people's data is meant to stay.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

Parts = tuple[str, ...]
"""A folder as its parts from the root, such as ``("/", "home", "ann")`` or ``("C:\\\\", "Users", "ann")``."""

_NAMES = (
    ("OneDrive", r"onedrive( - .+)?|skydrive"),
    ("Dropbox", r"dropbox|my dropbox|dropbox \(.+\)"),
    ("Google Drive", r"google ?drive|google drive \(.+\)"),
    ("iCloud", r"icloud ?drive|com~apple~clouddocs"),
    ("Nextcloud", r"nextcloud\d*"),
    ("ownCloud", r"owncloud\d*"),
    ("Box", r"box sync"),
)
"""What clients call their folder; a whole name counts, so that *Dropbox plans* is a folder like any other."""

_MARKERS = (
    ("Dropbox", r"\.dropbox|\.dropbox\.cache"),
    ("Google Drive", r"\.tmp\.drive(download|upload)"),
    ("OneDrive", r"\.849C9593-D756-4E56-8D6E-42412F2A707B"),
    ("Nextcloud", r"\.nextcloudsync\.log"),
    ("ownCloud", r"\.owncloudsync\.log|\.csync_journal\.db"),
    ("Nextcloud or ownCloud", r"\._?sync_[0-9a-f]+\.db"),
)
"""Files and folders that clients leave in the uppermost folder that they keep."""

_CLOUD_STORAGE = {"onedrive": "OneDrive", "googledrive": "Google Drive", "dropbox": "Dropbox", "box": "Box"}
"""How folders in ``Library/CloudStorage`` of macOS begin, before a hyphen and an account."""

_NETWORK = re.compile(
    r"nfs4?|cifs|smb[23]?|smbfs|afpfs|afs|davfs2?|webdav|ncpfs|ceph|lustre|glusterfs|ftp|coda|orangefs"
    r"|fuse\.(sshfs|davfs2?|rclone|s3fs|gvfsd-fuse|gvfs-fuse-daemon|curlftpfs|glusterfs|ceph|smbnetfs|onedriver|kio-fuse"
    r"|google-drive-ocamlfuse|goofys|gcsfuse|blobfuse2?|afp|juicefs)"
)
"""Types of file system whose files lie on another machine."""


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system: where it begins, its type, and what it shows (a device, or an address)."""

    at: Parts
    kind: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a folder without asking anybody for it.

    Attributes:
        folders: the folder as it was named, and as it is where links lead elsewhere.
        home: the home folder of the account.
        told: folders that the environment says are kept by somebody, with the name.
        found: hidden names in the folder and in those above it.
        mounts: the file systems of the machine, in the order in which they were put in place.
        remote_drive: whether the system says that its drive lies on another machine (Windows).
    """

    folders: tuple[Parts, ...]
    home: Parts = ()
    told: tuple[tuple[Parts, str], ...] = ()
    found: frozenset[str] = frozenset()
    mounts: tuple[Mount, ...] = ()
    remote_drive: bool = False


def warning(of: Surroundings) -> str:
    """The risk of keeping an inspection there and what to do about it, in a sentence; empty where there is none."""
    keeper = synchronised_by(of)
    if keeper:
        return (
            f"This inspection lies in a folder that {keeper} keeps: two programs then write one file, a half-written "
            "copy may be sent, and a copy of people’s data goes outside; close it, copy it to a folder of this laptop "
            "that nothing synchronises, and work there."
        )
    if on_network(of):
        return (
            "This inspection lies on a network drive: two programs may then write one file, a half-written copy may be "
            "read, and people’s data is kept outside this laptop; close it, copy it to a folder of this laptop, and "
            "work there."
        )
    return ""


def synchronised_by(of: Surroundings) -> str:
    """The name of the client that keeps the folder or one above it; empty where none is known to."""
    for folder in of.folders:
        by_name = _told(folder, of.told) or _named(folder, of.home)
        if by_name:
            return by_name
    return next((who for who, shape in _MARKERS for name in sorted(of.found) if re.fullmatch(shape, name)), "")


def on_network(of: Surroundings) -> bool:
    """Whether the folder lies on another machine."""
    return of.remote_drive or any(_is_share(folder) or _is_remote(mount_of(folder, of.mounts)) for folder in of.folders)


def mount_of(folder: Parts, mounts: Iterable[Mount]) -> Mount | None:
    """The file system that a folder is on: the deepest, and of those at one place the one put there last."""
    found: Mount | None = None
    for mount in mounts:
        if folder[: len(mount.at)] == mount.at and (found is None or len(mount.at) >= len(found.at)):
            found = mount
    return found


def _is_remote(mount: Mount | None) -> bool:
    if mount is None:
        return False
    by_address = mount.kind.startswith("fuse") and re.match(r"(https?|davs?|ftps?|sftp)://", mount.source)
    return bool(by_address or _NETWORK.fullmatch(mount.kind))


def _is_share(folder: Parts) -> bool:
    r"""Whether it is named by a machine (``\\server\share``) and not by a drive in the long way (``\\?\C:``)."""
    root = folder[0] if folder else ""
    return root.startswith("\\\\?\\UNC\\") or (root.startswith("\\\\") and root[2:3] not in ("?", "."))


def _told(folder: Parts, told: Iterable[tuple[Parts, str]]) -> str:
    lowered = _lower(folder)
    return next((who for kept, who in told if len(kept) > 1 and lowered[: len(kept)] == _lower(kept)), "")


def _named(folder: Parts, home: Parts) -> str:
    lowered = _lower(folder)
    if home and lowered[: len(home) + 1] == (*_lower(home), "box"):
        return "Box"  # elsewhere a box is a box
    if re.fullmatch(r"[a-z]:\\", "".join(lowered[:1])) and lowered[1:2] in (("my drive",), ("shared drives",)):
        return "Google Drive"
    for above, name in itertools.pairwise(lowered):
        if above == "cloudstorage":
            return _CLOUD_STORAGE.get(name.partition("-")[0], "a cloud service")
        if (above, name) == ("library", "mobile documents"):
            return "iCloud"
        for who, shape in _NAMES:
            if re.fullmatch(shape, name):
                return who
    return ""


def _lower(folder: Parts) -> Parts:
    return tuple(part.lower() for part in folder)
