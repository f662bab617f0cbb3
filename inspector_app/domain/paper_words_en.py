"""The words of a form in British English."""

from __future__ import annotations

from inspector_app.domain.instrument import Choice
from inspector_app.domain.paper_words import PaperWords
from inspector_app.domain.values import EVIDENCE

_EVIDENCE = "Evidence is a number: 1 on file, 2 told in interview, 3 not on file, 4 cannot be determined."
_UNTOUCHED = "What you do not touch stays as it stands in Inspector. Nothing is taken in before you have seen it there."

ENGLISH = PaperWords(
    case="Case {ref}",
    new_case="A new case",
    unsafe="This file is not encrypted, and it holds the case. Keep it on an encrypted drive or stick, and delete it "
    "once Inspector has read it.",
    how=(
        "Tick a box by clicking on it, or type x in its place. The number or the words of an answer, typed beneath the "
        "boxes, do as well.",
        _EVIDENCE,
        "Leave numbers, questions and the last line of the table above as they are: by them the form is read.",
        "A grey question is not asked as the case stands. What you enter there is kept, and counts once it is asked.",
        _UNTOUCHED,
    ),
    how_in_text=(
        "Tick a box by typing x between its brackets: [x]. The number or the words of an answer, in a line beneath the "
        "boxes, do as well.",
        _EVIDENCE,
        "Leave headings, questions and the line that begins with Form as they are: by them the form is read.",
        "What you enter where a question is not asked as the case stands is kept, and counts once it is asked.",
        _UNTOUCHED,
    ),
    ref="Case reference",
    officer="Officer interviewed",
    code="Form",
    inspection="Inspection",
    question_set="Question set",
    assessor="Assessor",
    made="Made",
    columns=("No.", "Question", "Answer", "Evidence (1–4)", "Note"),
    fact_columns=("No.", "Fact", "Entry"),
    facts="Facts of the case",
    interview="Interview with officer {officer}",
    interview_unknown="Interview with the officer of the case",
    evidence=tuple(
        Choice(code, label)
        for code, label in zip(
            EVIDENCE, ("On file", "Told in interview", "Not on file", "Cannot be determined"), strict=True
        )
    ),
    only_if="Only if {rule}.",
    closed="Not asked as the case stands.",
    rule={
        "is": "{left} is {right}",
        "or": " or ",
        "and": " and ",
        "not": "not ({right})",
        "quoted": "“{right}”",
    },
    hints={
        "single": "",
        "multiple": "Tick all that apply.",
        "number": "A number, such as 12.",
        "date": "A date, such as 2 September 2013 or 02/09/2013.",
        "text": "",
    },
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    page_of="Page {page} of {pages}",
    banner="Not encrypted",
)  # fmt: skip
