"""A bound figure: what it counts, as it is written in the text of the report and as plain values.

``{{fig: question=plan, answer=good+fair, where="ldu=North; question:tier=right", as=counts}}``
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.text_places import quoted

Subject = Literal["question", "field", "score", "cases", "officers"]
Line = Literal["", "above", "below"]
Of = Literal["asked", "all"]
FigureStyle = Literal["", "words", "percent", "counts", "misses", "number", "base"]

SUBJECTS: tuple[Subject, ...] = ("question", "field", "score", "cases", "officers")
LINES: tuple[Line, ...] = ("above", "below")
BASES: tuple[Of, ...] = ("asked", "all")
SHARE_STYLES: tuple[FigureStyle, ...] = ("words", "percent")
PLAIN_STYLES: tuple[FigureStyle, ...] = ("number", "base")
FIGURE_STYLES: tuple[FigureStyle, ...] = ("words", "percent", "counts", "misses", "number", "base")
PARAMETERS = (*SUBJECTS, "answer", "line", "of", "where", "as")


@dataclass(frozen=True, slots=True)
class BoundFigure:
    """What a figure counts and how it is printed.

    Attributes:
        name: the id of the question, field, outcome or criterion; empty for cases and officers.
        answers: the codes or values counted, any of them; empty for what is above (or below) the line.
        line: which side of the line is counted; empty where answers are, and for above.
        of: of what it is a share: *asked*, the cases to which it applies; *all*, every counted case or officer.
        where: conditions on the cases, as in `selecting`, in the order written.
        style: empty for the style of the whole report.
    """

    subject: Subject
    name: str = ""
    answers: tuple[str, ...] = ()
    line: Line = ""
    of: Of = "asked"
    where: tuple[tuple[str, str], ...] = ()
    style: FigureStyle = ""

    def written(self) -> str:
        """The figure as it stands in a text: always the same for the same figure."""
        parts = [f"{self.subject}={quoted(self.name)}" if self.name else self.subject]
        if self.answers:
            parts.append(f"answer={quoted('+'.join(self.answers))}")
        if self.line:
            parts.append(f"line={self.line}")
        if self.of != "asked":
            parts.append(f"of={self.of}")
        if self.where:
            parts.append(f"where={quoted('; '.join(f'{key}={value}' for key, value in self.where))}")
        if self.style:
            parts.append(f"as={self.style}")
        return f"{{{{fig: {', '.join(parts)}}}}}"


def conditions(where: str) -> list[tuple[str, str]]:
    """The conditions of a figure, key and value; a part without ``=`` has an empty value."""
    parts = [part.partition("=") for part in where.split(";") if part.strip()]
    return [(key.strip(), value.strip()) for key, _, value in parts]
