"""The words of a form that is filled in on paper or in Word, and how a rule reads in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.instrument import All, Any, Choice, Compare, FieldIs, Instrument, Not, QuestionIs, Rule


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What is printed around questions and answers, in one language.

    Attributes:
        case, new_case: the title, with ``{ref}`` or for a case that has no reference yet.
        unsafe: that the file is not encrypted.
        how, how_in_text: how it is filled in, one sentence each, in Word and in a text.
        ref, officer, code: before the reference, the officer's code and the line by which the form is known.
        inspection, question_set, assessor, made: before what the form is about.
        columns: over number, question, answer, evidence and note.
        fact_columns: over number, fact and entry.
        facts, interview, interview_unknown: headings; the second with ``{officer}``.
        evidence: the evidence statuses, in their order; typed by their number.
        only_if, closed: *Only if B11 is “Insufficient”.*, with ``{rule}``; that a question is closed as things stand.
        rule: the parts of a rule: ``is``, ``or``, ``and``, ``not``, ``quoted``, with ``{left}`` and ``{right}``.
        hints: what to enter for each kind of question, in a few words; may be empty.
        months: January to December.
        page_of: the number of the page, with ``{page}`` and ``{pages}``.
        banner: that the file is not encrypted, in two or three words.
    """

    case: str
    new_case: str
    unsafe: str
    how: tuple[str, ...]
    how_in_text: tuple[str, ...]
    ref: str
    officer: str
    code: str
    inspection: str
    question_set: str
    assessor: str
    made: str
    columns: tuple[str, str, str, str, str]
    fact_columns: tuple[str, str, str]
    facts: str
    interview: str
    interview_unknown: str
    evidence: tuple[Choice, ...]
    only_if: str
    closed: str
    rule: Mapping[str, str]
    hints: Mapping[str, str]
    months: tuple[str, ...]
    page_of: str
    banner: str

    def day(self, iso: str) -> str:
        """A stored date as it is printed; what is none as it stands."""
        try:
            at = date.fromisoformat(iso)
        except ValueError:
            return iso
        return f"{at.day} {self.months[at.month - 1]} {at.year:04}"

    def when(self, rule: Rule | None, instrument: Instrument) -> str:
        """When a question is asked, as a sentence; empty where it always is."""
        return self.only_if.format(rule=self._rule(rule, instrument)) if rule is not None else ""

    def _rule(self, rule: Rule | None, instrument: Instrument) -> str:
        match rule:
            case QuestionIs(name, any_of):
                asked = instrument.questions_by_id.get(name)
                return self._is(asked.number if asked else name, [asked.label_of(c) if asked else c for c in any_of])
            case FieldIs(name, any_of):
                field = instrument.fields_by_name.get(name)
                return self._is(field.label if field else name, [field.label_of(v) if field else v for v in any_of])
            case All(parts):
                return self.rule["and"].join(self._inner(part, instrument) for part in parts)
            case Any(parts):
                return self.rule["or"].join(self._inner(part, instrument) for part in parts)
            case Not(part):
                return self.rule["not"].format(right=self._rule(part, instrument))
            case Compare(left, op, right):
                return f"{left} {op} {right}"
        return ""

    def _inner(self, rule: Rule, instrument: Instrument) -> str:
        said = self._rule(rule, instrument)
        return f"({said})" if isinstance(rule, All | Any) else said

    def _is(self, name: str, values: list[str]) -> str:
        said = self.rule["or"].join(self.rule["quoted"].format(right=value) for value in values)
        return self.rule["is"].format(left=name, right=said)
