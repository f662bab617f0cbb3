"""The software bill of materials: it is that of the lock, and CycloneDX 1.5 in shape."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[1]
REMADE = "run packaging/sbom.py after a change of the lock"

TEXT = {"type": "string", "minLength": 1}
LICENCE = {
    "oneOf": [
        {
            "type": "object", "required": ["expression"], "additionalProperties": False,
            "properties": {"expression": TEXT},
        },
        {
            "type": "object", "required": ["license"], "additionalProperties": False,
            "properties": {"license": {"type": "object", "required": ["name"], "properties": {"name": TEXT}}},
        },
    ]
}  # fmt: skip
COMPONENT = {
    "type": "object",
    "required": ["type", "name", "version", "bom-ref", "purl", "licenses"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["application", "library", "file"]},
        "name": TEXT,
        "version": TEXT,
        "bom-ref": TEXT,
        "purl": {"type": "string", "pattern": r"^pkg:(pypi|generic)/[a-z0-9._-]+@[A-Za-z0-9._+-]+$"},
        "licenses": {"type": "array", "minItems": 1, "items": LICENCE},
        "hashes": {
            "type": "array", "minItems": 1,
            "items": {
                "type": "object", "required": ["alg", "content"], "additionalProperties": False,
                "properties": {"alg": {"const": "SHA-256"}, "content": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
            },
        },
    },
}  # fmt: skip
BILL = {
    "type": "object",
    "required": ["bomFormat", "specVersion", "version", "serialNumber", "metadata", "components", "dependencies"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"const": "http://cyclonedx.org/schema/bom-1.5.schema.json"},
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.5"},
        "version": {"type": "integer", "minimum": 1},
        "serialNumber": {"type": "string", "pattern": r"^urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$"},
        "metadata": {"type": "object", "required": ["component"], "properties": {"component": COMPONENT}},
        "components": {"type": "array", "uniqueItems": True, "items": COMPONENT},
        "dependencies": {
            "type": "array", "uniqueItems": True,
            "items": {
                "type": "object", "required": ["ref", "dependsOn"], "additionalProperties": False,
                "properties": {"ref": TEXT, "dependsOn": {"type": "array", "uniqueItems": True, "items": TEXT}},
            },
        },
    },
}  # fmt: skip
"""What CycloneDX 1.5 asks of the fields that we write, and that we write no others."""


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    # The folder of the same name as a library is no package of ours, so that its script is read by its path.
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "packaging" / "sbom.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    made: dict[str, Any] = json.loads((ROOT / "packaging" / "sbom.cdx.json").read_text(encoding="utf-8"))
    return made


def test_it_names_what_is_locked_and_nothing_else(written: dict[str, Any]) -> None:
    lock = (ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock, re.MULTILINE)
    packages = [part for part in written["components"] if part["purl"].startswith("pkg:pypi/")]
    assert len(pins) > 5
    assert [(part["name"], part["version"]) for part in packages] == pins, REMADE
    hashes = [one["content"] for part in packages for one in part["hashes"]]
    assert hashes == re.findall(r"--hash=sha256:(\w+)", lock), REMADE


def test_it_is_what_the_script_writes_each_time(maker: ModuleType) -> None:
    made = maker.text()
    assert made == maker.text()
    assert made == (ROOT / "packaging" / "sbom.cdx.json").read_text(encoding="utf-8"), REMADE


def test_it_has_the_shape_of_cyclonedx(written: dict[str, Any]) -> None:
    jsonschema.validate(written, BILL)
    refs = [written["metadata"]["component"]["bom-ref"], *(part["bom-ref"] for part in written["components"])]
    assert len(refs) == len(set(refs))
    named = {ref for line in written["dependencies"] for ref in (line["ref"], *line["dependsOn"])}
    assert named == set(refs)


def test_parts_in_packages_and_fonts_are_named_with_their_versions(written: dict[str, Any]) -> None:
    parts = {part["name"]: part for part in written["components"] if part["purl"].startswith("pkg:generic/")}
    libraries = {name for name, part in parts.items() if part["type"] == "library"}
    assert {"Qt", "SQLite", "SQLCipher", "OpenSSL", "PDFium"} <= libraries
    assert {name for name, part in parts.items() if part["type"] == "file"} == {
        path.name for path in (ROOT / "resources" / "fonts").glob("*.ttf")
    }
    assert [name for name, part in parts.items() if not re.match(r"\d+\.\d+", part["version"])] == []


def test_a_lock_that_is_not_installed_is_refused(maker: ModuleType) -> None:
    with pytest.raises(SystemExit, match="install the lock first"):
        maker.package("numpy", "0.1", ["0" * 64])


def test_nothing_that_ships_binds_the_product_to_the_gpl(written: dict[str, Any]) -> None:
    for component in written["components"]:
        told = " ".join(str(one) for one in component.get("licenses", ()))
        assert "GPL" not in told.replace("LGPL", "") or "LGPL" in told, component["name"]
