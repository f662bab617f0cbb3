"""Writes sbom.cdx.json, the software bill of materials (CycloneDX 1.5). Run it after a change of the lock.

    python packaging/sbom.py

Packages, versions and hashes are those of `requirements.txt`; licences and what needs what are read from the packages
as they are installed here. Parts that a package bundles are named with the version that they report themselves. The
same lock gives the same file: it holds no time and no chance.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LOCK, TARGET = HERE / "requirements.txt", HERE / "sbom.cdx.json"
NAME = "inspector-app"

SPDX = {
    "markdown-it-py": "MIT",
    "mdit-py-plugins": "MIT",
    "mdurl": "MIT",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
}
"""Licences of packages that name none in their metadata, as their licence texts say."""
_NAMED = {"pypdfium2"}
"""These say more than one SPDX expression can; their own words are kept."""

Component = dict[str, Any]


def main() -> None:
    """Writes the file."""
    TARGET.write_text(text(), encoding="utf-8")


def text() -> str:
    """What the file holds for the lock as it is."""
    return json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"


def bill() -> dict[str, Any]:
    """The bill: the product, the locked packages, what they bundle, and the fonts.

    Raises:
        SystemExit: another version than the locked one is installed, or a package names no licence.
    """
    lock = pins(LOCK.read_text(encoding="utf-8"))
    bundled = bundled_parts()
    parts = [part for _, part in bundled] + fonts()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, LOCK.read_text(encoding='utf-8'))}",
        "version": 1,
        "metadata": {"component": product()},
        "components": [package(*pin) for pin in lock] + parts,
        "dependencies": needs([name for name, _, _ in lock], bundled),
    }


def pins(lock: str) -> list[tuple[str, str, list[str]]]:
    """Name, version and SHA-256 hashes (one for each file that may be installed) of each package of a lock."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lock.splitlines():
        if pin := re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line):
            found.append((pin[1], pin[2], []))
        elif hash_ := re.search(r"--hash=sha256:([0-9a-f]{64})", line):
            found[-1][2].append(hash_[1])
    return found


def product() -> Component:
    """Inspector itself."""
    written = (ROOT / "inspector_app" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r'__version__ = "([^"]+)"', written)
    assert version is not None
    return {
        "type": "application",
        "bom-ref": f"pkg:pypi/{NAME}@{version[1]}",
        "name": NAME,
        "version": version[1],
        "licenses": [{"expression": "Apache-2.0"}],
        "purl": f"pkg:pypi/{NAME}@{version[1]}",
    }


def package(name: str, version: str, hashes: list[str]) -> Component:
    """One locked package."""
    try:
        installed = distribution(name).version
    except PackageNotFoundError:
        installed = "nothing"
    if installed != version:
        raise SystemExit(f"{name} {version} is locked, but {installed} is installed; install the lock first.")
    purl = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
        "licenses": [licence(name)],
        "purl": purl,
    }


def licence(name: str) -> dict[str, Any]:
    """The licence of a package, as an SPDX expression where it has one."""
    said = distribution(name).metadata
    declared = said.get("License-Expression") or SPDX.get(name) or said.get("License") or ""
    if not declared or "\n" in declared:
        raise SystemExit(f"{name} names no licence; add it to SPDX.")
    return {"license": {"name": declared}} if name in _NAMED else {"expression": declared}


def bundled_parts() -> list[tuple[str, Component]]:
    """What packages carry in their wheels, with the package that does, in versions as they report them."""
    import lxml.etree
    import pikepdf
    import pypdfium2.version
    from PySide6.QtCore import qVersion
    from sqlcipher3 import dbapi2

    memory = dbapi2.connect(":memory:")
    memory.execute("PRAGMA key = 'x'")  # a cipher's provider tells its version only once there is a key
    cipher, provider = (
        memory.execute(f"PRAGMA {p}").fetchone()[0] for p in ("cipher_version", "cipher_provider_version")
    )
    memory.close()
    return [
        ("pyside6-essentials", _bundled("Qt", qVersion(), "LGPL-3.0-only")),
        ("sqlcipher3", _bundled("SQLite", dbapi2.sqlite_version, "blessing")),
        ("sqlcipher3", _bundled("SQLCipher", cipher.split()[0], "BSD-3-Clause")),
        ("sqlcipher3", _bundled("OpenSSL", provider.split()[1], "Apache-2.0")),
        (
            "pypdfium2",
            _bundled("PDFium", str(pypdfium2.version.PDFIUM_INFO).partition("@")[0], "BSD-3-Clause AND Apache-2.0"),
        ),
        ("lxml", _bundled("libxml2", ".".join(map(str, lxml.etree.LIBXML_VERSION)), "MIT")),
        ("lxml", _bundled("libxslt", ".".join(map(str, lxml.etree.LIBXSLT_VERSION)), "MIT")),
        ("pikepdf", _bundled("QPDF", pikepdf.__libqpdf_version__, "Apache-2.0")),
    ]


def _bundled(name: str, version: str, licence: str) -> Component:
    purl = f"pkg:generic/{name.lower()}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "licenses": [{"expression": licence}],
        "purl": purl,
    }


def fonts() -> list[Component]:
    """The font files that ship, with the version in their name table."""
    from reportlab.pdfbase.ttfonts import TTFontParser

    made = []
    for path in sorted((ROOT / "resources" / "fonts").glob("*.ttf")):
        names = TTFontParser(str(path)).get_table("name").replace(b"\0", b"").decode("latin-1")
        version = re.search(r"Version (2\.\d+)", names)
        assert version is not None
        made.append(
            {
                "type": "file",
                "bom-ref": f"pkg:generic/{path.stem.lower()}@{version[1]}",
                "name": path.name,
                "version": version[1],
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
                "licenses": [{"expression": "OFL-1.1"}],
                "purl": f"pkg:generic/{path.stem.lower()}@{version[1]}",
            }
        )
    return made


def needs(names: list[str], bundled: list[tuple[str, Component]]) -> list[dict[str, Any]]:
    """Which component needs which, by their references."""
    refs = {name: f"pkg:pypi/{name}@{distribution(name).version}" for name in names}
    direct = (HERE / "requirements.in").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line.partition("#")[0]) for line in direct if line.partition("#")[0].strip()]
    mine = [_ref(refs, one) for one in wanted] + [part["bom-ref"] for part in fonts()]
    found = [{"ref": product()["bom-ref"], "dependsOn": sorted(filter(None, mine))}]
    for name, ref in refs.items():
        needed = {_ref(refs, Requirement(line)) for line in distribution(name).requires or ()}
        carried = {part["bom-ref"] for carrier, part in bundled if carrier == name}
        found.append({"ref": ref, "dependsOn": sorted(filter(None, needed | carried))})
    return found


def _ref(refs: dict[str, str], one: Requirement) -> str:
    """The reference of what is required; empty where that is for another machine or an extra that is not installed."""
    if one.marker is not None and not one.marker.evaluate({"extra": ""}):
        return ""
    return refs.get(re.sub(r"[-_.]+", "-", one.name).lower(), "")


if __name__ == "__main__":
    main()
