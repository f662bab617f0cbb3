"""A small question set with every kind of question, for tests that need to see through it."""

from __future__ import annotations

from inspector_app.domain.instrument import (
    All,
    Any,
    CaseField,
    Check,
    Choice,
    Criterion,
    FieldIs,
    Instrument,
    Not,
    Outcome,
    Page,
    Process,
    Question,
    QuestionIs,
    Section,
)

SUFFICIENT = (
    Choice("sufficient", "Sufficient", "above"),
    Choice("insufficient", "Insufficient", "below"),
    Choice("not_done", "Not done", "below"),
    Choice("na", "Not applicable"),
)
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
REASONS = (Choice("late", "Late"), Choice("thin", "Thin"), Choice("wrong", "Wrong"))
SCALE = (Choice("good", "Good", "above"), Choice("some", "Some"), Choice("poor", "Poor", "below"))


def _scored(name: str, number: str, criteria: tuple[str, ...], **more: object) -> Question:
    return Question(
        name, number, "A", "a", criteria, f"Was {name} done?", f"{name} done", "single", scored=True,
        **{"choices": SUFFICIENT, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def small() -> Instrument:
    """Two outcomes, two processes, four criteria; rules of every form; one page asked of officers."""
    questions = (
        _scored("plan", "A1", ("1.1",)),
        Question(
            "plan_reasons", "A1a", "A", "a", ("1.1",), "What was wrong?", "Reasons", "multiple",
            choices=REASONS, open_when=QuestionIs("plan", ("insufficient",)), under="plan",
        ),
        _scored("review", "A2", ("1.2", "2.2")),
        _scored("contact", "A3", ("2.1",), open_when=FieldIs("type", ("licence",))),
        _scored("progress", "A4", ("2.2",), choices=SCALE),
        _scored(
            "late", "A5", ("2.1",),
            open_when=All((Not(QuestionIs("plan", ("na",))), QuestionIs("review", ("not_done",)))),
        ),
        _scored(
            "either", "A6", ("1.1", "1.2"),
            open_when=Any((QuestionIs("plan", ("sufficient",)), QuestionIs("plan_reasons", ("thin",)))),
        ),
        Question("visits", "A7", "A", "a", (), "How many visits?", "Visits", "number", required=False),
        Question("seen", "A8", "A", "a", (), "When first seen?", "First seen", "date", required=False),
        Question("comment", "A9", "A", "a", (), "Anything else?", "Comment", "text", required=False),
        Question("fair", "G1", "G", "g", ("1.4",), "Is it fair?", "Fair", "single", per="officer", choices=YES_NO),
        Question(
            "topics", "G2", "G", "g", ("1.4",), "Which topics?", "Topics", "multiple", per="officer", choices=REASONS,
        ),
        Question("views", "G3", "G", "g", ("1.4",), "Views?", "Views", "text", per="officer", required=False),
    )  # fmt: skip
    return Instrument(
        "small", "1.0.0", "A small set", "en-GB",
        (Outcome("1", "First outcome", "First", "Expect."), Outcome("2", "Second outcome", "Second", "Expect.")),
        (Process("1", "Planning", "Plan"), Process("2", "Delivery", "Do"), Process("4", "Management", "Lead")),
        (
            Criterion("1.1", "One one", "1", "1", True), Criterion("1.2", "One two", "1", "2", True),
            Criterion("2.1", "Two one", "2", "1", True), Criterion("2.2", "Two two", "2", "2", True),
            Criterion("1.4", "One four", "1", "4", False),
        ),
        (Page("A", "Case", "case", (Section("a", "A"),)), Page("G", "Officer", "officer", (Section("g", "G"),))),
        (
            CaseField("type", "Type", "single", (Choice("licence", "Licence"), Choice("order", "Order"))),
            CaseField("officer", "Officer", "text"), CaseField("age", "Age", "number"),
            CaseField("start", "Start", "date"), CaseField("office", "Office", "text"),
        ),
        questions, (),
        (
            Check(
                "odd", "error", All((QuestionIs("plan", ("na",)), QuestionIs("review", ("sufficient",)))), "Odd.",
                ("plan",),
            ),
        ),
        content_hash="small",
    )  # fmt: skip
