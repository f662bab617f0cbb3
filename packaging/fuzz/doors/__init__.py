"""The doors, one module for each kind; `TARGETS` holds them all by name."""

from __future__ import annotations

from fuzz.doors import (
    case_forms,
    histories,
    inspection_files,
    kept_values,
    question_sets,
    report_texts,
    tables,
    word_files,
)
from fuzz.target import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for door in (case_forms, tables, kept_values, question_sets, word_files, report_texts, inspection_files, histories)
    for target in door.TARGETS
}
