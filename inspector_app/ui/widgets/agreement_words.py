"""What the figures of one row of the agreement say, in sentences, and what each of them means."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from inspector_app.domain.agreement import MINIMUM, Figure, Row
from inspector_app.domain.figures import CAUTION_BELOW, Part
from inspector_app.ui.models.agreement_model import decimal, signed
from inspector_app.ui.phrases import counted

say = QCoreApplication.translate

_MEANINGS = (
    (
        QT_TRANSLATE_NOOP("agreement", "n"),
        QT_TRANSLATE_NOOP(
            "agreement", "The questions of cases that two or more answered. Pairs counts each two readings."
        ),
    ),
    (
        QT_TRANSLATE_NOOP("agreement", "Cases"),
        QT_TRANSLATE_NOOP(
            "agreement", "The cases in which readings meet. † marks fewer than ten: be careful with them."
        ),
    ),
    (
        QT_TRANSLATE_NOOP("agreement", "Same answer"),
        QT_TRANSLATE_NOOP("agreement", "The share of pairs with the very same answer."),
    ),
    (
        QT_TRANSLATE_NOOP("agreement", "Same side"),
        QT_TRANSLATE_NOOP("agreement", "The share of pairs on the same side of the line, or both on neither."),
    ),
    (
        QT_TRANSLATE_NOOP("agreement", "AC1 (Gwet)"),
        QT_TRANSLATE_NOOP(
            "agreement",
            "Agreement beyond what chance would bring: 1 is full, 0 is no more than chance. It holds up where "
            "nearly all answers are above the line.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("agreement", "AC2 (Gwet)"),
        QT_TRANSLATE_NOOP(
            "agreement", "The same for answers on a scale, in the order of the list: neighbours agree in part."
        ),
    ),
    (
        QT_TRANSLATE_NOOP("agreement", "Alpha (Krippendorff)"),
        QT_TRANSLATE_NOOP(
            "agreement",
            "The same idea, and stricter: where nearly all answers are alike it can be low, or below 0, although "
            "readers rarely differ.",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("agreement", "Most lenient"),
        QT_TRANSLATE_NOOP(
            "agreement",
            "How much more often an assessor is above the line than the others, on the same questions of the same "
            "cases. It is about the reading of cases, not a mark for a person.",
        ),
    ),
)


def in_common(row: Row) -> str:
    """How many answers agree, with every base."""
    n = counted(row.agreement.n, say("agreement", "%1 question of a case"), say("agreement", "%1 questions of cases"))
    cases = counted(row.agreement.cases, say("agreement", "%1 case"), say("agreement", "%1 cases"))
    text = say("agreement", "%1 of %2 pairs of readings give the same answer (%3)")
    text = text.replace("%1", str(row.same)).replace("%2", str(row.pairs)).replace("%3", share(row.same, row.pairs))
    if row.same_side is not None:
        side = say("agreement", ", %1 lie on the same side of the line (%2)")
        text += side.replace("%1", str(row.same_side)).replace("%2", share(row.same_side, row.pairs))
    base = say("agreement", "n = %1 that two or more answered, in %2.").replace("%1", n).replace("%2", cases)
    few = say("agreement", "Be careful: fewer than %1 cases.").replace("%1", str(CAUTION_BELOW))
    return " ".join([text + ".", base, *([few] if row.agreement.cases < CAUTION_BELOW else [])])


def coefficient(name: str, figure: Figure) -> str:
    """A coefficient as a sentence, or a sentence instead of it."""
    if figure.value is None:
        return name + ": " + _why(figure)
    text = f"{name}: {decimal(figure.value)}"
    if figure.interval is not None:
        span = say("agreement", ", between %1 and %2 in 95 of 100 resamples of the cases")
        low, high = decimal(figure.interval.low), decimal(figure.interval.high)
        text += span.replace("%1", low).replace("%2", high)
    elif figure.cases < MINIMUM:
        few = say("agreement", ", without an interval, because that needs %1 cases and there are %2")
        text += few.replace("%1", str(MINIMUM)).replace("%2", str(figure.cases))
    return f"{text} (n = {figure.n})."


def leniency(row: Row) -> list[str]:
    """A sentence for each assessor who can be told of, and one for those who cannot."""
    told, few = [], []
    for part in row.leniency:
        if part.figure.value is None:
            few.append(part.assessor)
            continue
        text = say("agreement", "%1: above the line in %2 of %3, the others in %4 of %3: %5 points (n = %6).")
        numbers = (part.own, part.pairs, part.others)
        for place, number in zip(("%2", "%3", "%4"), numbers, strict=True):
            text = text.replace(place, str(number))
        points = signed(round(part.figure.value * 100))
        told.append(text.replace("%1", part.assessor).replace("%5", points).replace("%6", str(part.figure.n)))
    if few:
        text = say("agreement", "%1: fewer than %2 answers in common, too few to say.")
        told.append(text.replace("%1", ", ".join(few)).replace("%2", str(MINIMUM)))
    return told


def meanings() -> list[tuple[str, str]]:
    """Every figure and what it means."""
    return [(say("agreement", str(name)), say("agreement", str(text))) for name, text in _MEANINGS]


def share(part: int, base: int) -> str:
    """A whole percentage."""
    return f"{Part('', part, base).percent}%"


def _why(figure: Figure) -> str:
    if figure.why == "flat":
        return say("agreement", "every reading says the same, so there is nothing to tell chance by.")
    if figure.why == "no_scale":
        return say("agreement", "these answers are no scale of three or more.")
    text = say("agreement", "not given, because it needs %1 in common and there are %2.")
    return text.replace("%1", str(MINIMUM)).replace("%2", str(figure.n))
