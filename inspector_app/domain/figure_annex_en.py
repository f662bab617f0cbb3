"""The words of the annex of figures in British English."""

from __future__ import annotations

from inspector_app.domain.figure_annex import AnnexWords

ENGLISH_ANNEX = AnnexWords(
    title="Every figure in the text",
    counted="One row for each figure, in the order of the report. A share is the first number of the second; whole "
    "per cent, half up. † marks a share of few cases.",
    section="Section",
    paragraph="Paragraph",
    printed="Printed",
    number="Question",
    wording="Asked",
    where="Only where",
    answers="Counted",
    count="Number",
    base="Of",
    share="Share",
    mark="Note",
    above="Done well enough",
    below="Not done well enough",
    of_all="(of all)",
    score="Score of {name}",
    scored_over="All scored answers",
    cases="Cases counted",
    officers="Officers interviewed",
    asked="All to whom it applies",
    suppressed="Small number not given",
    or_=" or ",
    and_="; ",
    assessor="Assessed by",
)
