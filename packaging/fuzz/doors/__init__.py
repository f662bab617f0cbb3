"""The doors, one module for each kind; `TARGETS` holds them all by name."""

from __future__ import annotations

from fuzz.doors import (
    case_forms,
    damage,
    histories,
    inspection_files,
    kept_values,
    keys,
    question_sets,
    report_texts,
    tables,
    word_files,
)
from fuzz.target import Target

DOORS = (
    tables, kept_values, question_sets, word_files, case_forms, report_texts, keys, inspection_files, histories, damage,
)  # fmt: skip

TARGETS: dict[str, Target] = {target.name: target for door in DOORS for target in door.TARGETS}
