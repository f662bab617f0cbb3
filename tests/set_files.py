"""Question sets written as the TOML files that make them, for tests that need a set with files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from inspector_app.domain.instrument import Choice, Instrument, Page, Question
from inspector_app.instruments.library import load_files
from inspector_app.instruments.rules import write_rule


def with_files(instrument: Instrument) -> Instrument:
    """The same set as it comes from its files."""
    return load_files(instrument.id, {name: text.encode() for name, text in texts_of(instrument).items()})


def write_set(instrument: Instrument, folder: Path) -> Path:
    """Writes the files of a set into a folder of its own."""
    folder.mkdir()
    for name, text in texts_of(instrument).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def changed(instrument: Instrument, version: str, **questions: Question | None) -> Instrument:
    """Another version of a set: questions by id, None for one that is retired; new ids come last."""
    known = {q.id for q in instrument.questions}
    kept = (questions.get(q.id, q) for q in instrument.questions)
    new = (q for name, q in questions.items() if name not in known)
    asked = tuple(q for q in (*kept, *new) if q is not None)
    return replace(instrument, version=version, questions=asked)


def texts_of(instrument: Instrument) -> dict[str, str]:
    """The files of a set without grids, by name."""
    head = {
        "id": instrument.id, "version": instrument.version, "title": instrument.title, "language": instrument.language,
        "pages": [f"page-{p.id.lower()}" for p in instrument.pages], "choices": {},
    }  # fmt: skip
    tables = [
        *(("outcome", {"id": o.id, "title": o.title, "short": o.short, "expectation": o.expectation})
          for o in instrument.outcomes),
        *(("process", {"id": p.id, "title": p.title, "short": p.short}) for p in instrument.processes),
        *(("criterion", {"id": c.id, "title": c.title, "outcome": c.outcome, "process": c.process, "scored": c.scored})
          for c in instrument.criteria),
    ]  # fmt: skip
    fields = [
        ("field", {"name": f.name, "label": f.label, "kind": f.kind, "required": f.required, "bar": f.bar,
                   "help": f.help} | ({"choices": _choices(f.choices, False)} if f.choices else {}))
        for f in instrument.fields
    ]  # fmt: skip
    checks = [
        ("check", {"id": c.id, "severity": c.severity, "when": write_rule(c.when), "say": c.say, "go_to": c.go_to})
        for c in instrument.checks
    ]
    files = {
        "instrument.toml": _toml(head, tables),
        "fields.toml": _toml({}, fields),
        "checks.toml": _toml({}, checks),
    }
    return files | {f"page-{p.id.lower()}.toml": _page(p, instrument.questions) for p in instrument.pages}


def _page(page: Page, questions: Iterable[Question]) -> str:
    sections = [("section", {"id": s.id, "title": s.title, "skippable": s.skippable}) for s in page.sections]
    asked = [("question", _question(q)) for q in questions if q.page == page.id]
    return _toml({"page": {"id": page.id, "title": page.title, "per": page.per}}, [*sections, *asked])


def _question(question: Question) -> Mapping[str, Any]:
    written = {
        "id": question.id, "section": question.section, "criteria": question.criteria, "kind": question.kind,
        "scored": question.scored, "key": question.key, "required": question.required, "text": question.text,
        "short": question.short, "choices": _choices(question.choices), "under": question.under,
        "open_when": write_rule(question.open_when), "base": write_rule(question.base),
        "guidance": {"sufficient": question.guidance.sufficient, "where": question.guidance.where,
                     "record": question.guidance.record},
    }  # fmt: skip
    return {name: value for name, value in written.items() if value not in (None, [])}


def _choices(choices: Iterable[Choice], lines: bool = True) -> list[dict[str, str]]:
    return [{"code": c.code, "label": c.label} | ({"line": c.line} if lines else {}) for c in choices]


def _toml(head: Mapping[str, Any], tables: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    lines = [f"{name} = {_value(value)}" for name, value in head.items()]
    for name, table in tables:
        lines += ["", f"[[{name}]]", *(f"{key} = {_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(part)}" for name, part in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
