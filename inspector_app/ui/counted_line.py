"""The line that says what was counted: which cases, seen through which filters. It goes with every table taken away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.plain_table import MARK, PlainTable, has_small_base
from inspector_app.ui.models.lens import Lens
from inspector_app.ui.phrases import counted
from inspector_app.ui.score_words import trait_words, value_words


def counted_line(lens: Lens) -> str:
    """What stands behind the figures seen through a lens, in one or two sentences."""
    say, scores = QCoreApplication.translate, lens.scores
    line = counted(scores.counted, say("counted", "%1 case counted"), say("counted", "%1 cases counted"))
    if not scores.counted and not scores.left_out:
        text = say("counted", "No case counted.")
    elif lens.chosen.unfinished:
        text = say("counted", "Preview with unfinished cases, not for use outside: %1.").replace("%1", line)
    elif scores.left_out:
        left = counted(
            scores.left_out,
            say("counted", "one is not signed off and left out"),
            say("counted", "%1 are not signed off and left out"),
        )
        some = say("counted", "%1, signed off; %2.") if scores.counted else say("counted", "No case counted; %2.")
        text = some.replace("%1", line).replace("%2", left)
    else:
        text = say("counted", "%1, all signed off.").replace("%1", line)
    narrowed = "; ".join(
        f"{trait_words(lens.session.instrument, key)}: {value_words(lens.session.instrument, key, value)}"
        for key, value in lens.chosen.where.items()
    )
    if narrowed:
        text = f"{text} {say('counted', 'Only cases with %1.').replace('%1', narrowed)}"
    return f"{text} {few_cases()}" if 0 < scores.counted < CAUTION_BELOW else text


def few_cases() -> str:
    """The caution where everything that is counted is little (scoring rule 9)."""
    few = QCoreApplication.translate("counted", "Fewer than %1 cases: read with caution.")
    return few.replace("%1", str(CAUTION_BELOW))


def small_base() -> str:
    """What the mark of a small base says (scoring rule 9)."""
    few = QCoreApplication.translate("counted", "%1\u00a0Fewer than %2 in the base: read with caution.")
    return few.replace("%1", MARK).replace("%2", str(CAUTION_BELOW))


def cautioned(table: PlainTable) -> PlainTable:
    """A table with what the mark of its small bases says, where it has any."""
    if not has_small_base(table.columns, table.rows):
        return table
    return replace(table, counted=f"{table.counted} {small_base()}")
