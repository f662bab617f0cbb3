"""The key of an installation: made once, whole or told, the same for all windows, and nobody else's to read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.runtime import device_key
from inspector_app.runtime.device_key import FILE, DeviceKey, kept_key, own_key, passing_key, verifies
from inspector_app.runtime.settings import Settings


def test_a_key_is_made_once_and_stays(tmp_path: Path) -> None:
    first = kept_key(tmp_path / "config", "laptop", known=False)
    again = kept_key(tmp_path / "config", "another name", known=True)
    assert (first.device, first.told, again.told) == ("laptop", "", "")
    assert (again.device, again.public) == (first.device, first.public)
    (signature,) = first.sign([b"said"])
    assert verifies(again.public, signature, b"said")


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    kept_key(tmp_path, "laptop", known=False)
    place = tmp_path / FILE
    rights = 0o600 if os.name == "posix" else place.stat().st_mode & 0o777
    assert place.stat().st_mode & 0o777 == rights
    if os.name == "posix":
        place.chmod(0o644)
    kept_key(tmp_path, "laptop", known=True)
    assert place.stat().st_mode & 0o777 == rights
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:40],
        lambda text: "",
        lambda text: text.replace(text.splitlines()[2][:8], "00000000"),
        lambda text: text.replace("laptop", "laptoq"),
        lambda text: text + "more\n",
        lambda text: "\xff" * 90,
    ],
    ids=["a part", "empty", "another seed", "another device", "more", "no text"],
)
def test_a_damaged_key_is_told_and_a_new_device_begins(tmp_path: Path, spoil: object) -> None:
    first = kept_key(tmp_path, "laptop", known=False)
    place = tmp_path / FILE
    place.write_text(spoil(place.read_text()), encoding="latin-1")  # type: ignore[operator]
    after = kept_key(tmp_path, "laptop", known=True)
    assert "was damaged" in after.told and "new one made" in after.told
    assert after.public != first.public and after.device != first.device
    assert place.with_suffix(".unreadable").exists()
    assert kept_key(tmp_path, "laptop", known=True).public == after.public
    assert not kept_key(tmp_path, "laptop", known=True).told


def test_a_missing_key_is_told_only_where_there_was_one(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    first = own_key(settings)
    assert not first.told and first.device == settings.device()
    (tmp_path / FILE).unlink()
    later = Settings(tmp_path / "settings.json")
    after = own_key(later)
    assert "no longer there" in after.told and after.device != first.device
    assert later.device() == after.device
    assert Settings(tmp_path / "settings.json").device() == after.device


def test_lost_settings_leave_the_device_what_it_was(tmp_path: Path) -> None:
    first = own_key(Settings(tmp_path / "settings.json"))
    (tmp_path / "settings.json").unlink()
    settings = Settings(tmp_path / "settings.json")
    assert own_key(settings).device == first.device == settings.device()


def test_a_place_that_is_no_folder_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    made, again = (kept_key(tmp_path / "config", "laptop", known=False) for _ in range(2))
    assert "cannot be kept" in made.told
    assert (made.public, made.device) == (again.public, again.device)
    assert verifies(made.public, made.sign([b"x"])[0], b"x")


def test_windows_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from inspector_app.runtime.device_key import own_key\n"
        "from inspector_app.runtime.settings import Settings\n"
        "sys.stdin.readline()\n"
        "key = own_key(Settings(Path(sys.argv[1]) / 'settings.json'))\n"
        "print(key.device, key.public, key.told)\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    for one in started:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    told = [one.communicate(timeout=60)[0] for one in started]
    assert len(set(told)) == 1 and told[0].split()[0]


def test_it_is_never_printed(tmp_path: Path) -> None:
    made = kept_key(tmp_path, "laptop", known=False)
    seed = (tmp_path / FILE).read_text().splitlines()[2]
    assert seed not in repr(made) and "_seed" not in repr(made)


@pytest.mark.parametrize("public", ["", "zz", "00" * 31, "ä" * 64])
def test_what_is_no_key_has_signed_nothing(public: str) -> None:
    assert not verifies(public, b"\0" * 64, b"x")


def test_another_message_another_key_or_a_part_of_a_signature_does_not_verify() -> None:
    key, other = DeviceKey("a", b"1" * 32), DeviceKey("b", b"2" * 32)
    (signature,) = key.sign([b"said"])
    assert verifies(key.public, signature, b"said")
    assert not verifies(key.public, signature, b"said otherwise")
    assert not verifies(other.public, signature, b"said")
    assert not verifies(key.public, signature[:63], b"said")
    assert passing_key("a").public == passing_key("a").public != passing_key("b").public
    assert device_key.FILE == "device.key"
