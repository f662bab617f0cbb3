"""The part of the style sheet that dresses the form.

Hooks besides those of the shell: ``role`` *followup* and *guidance* on labels, ``kind`` *neighbour* and *fold* on
buttons, ``surface`` *side* (beside the question), *foot* (the bar beneath it) and *plain* (nothing of its own) on
widgets, and ``choice`` (*rows*, *chips*, *cell*) on the choices, which paint themselves.
"""

from __future__ import annotations

from string import Template

from inspector_app.ui.palette import Palette

_FORM = """
QWidget[surface="side"] { background: $paper; }
QWidget[surface="plain"] { background: transparent; }
QFrame[surface="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QLabel[role="followup"] { font-size: ${s14}px; font-weight: 600; }
QLabel[role="guidance"] { font-size: ${s14}px; }
ChoiceRadio, ChoiceCheck { font-size: ${s14}px; padding: 0px; border: none; background: transparent; }
QPlainTextEdit, QLineEdit { placeholder-text-color: $quiet; }
ChoiceRadio[choice="rows"], ChoiceCheck[choice="rows"] { font-size: ${s17}px; }
QPushButton[kind="neighbour"] { background: transparent; color: $quiet; border: 2px solid transparent;
  border-radius: 6px; padding: 5px 10px 5px 17px; text-align: left; font-weight: 400; font-size: ${s14}px; }
QPushButton[kind="neighbour"]:hover { color: $ink; background: $wash; }
QPushButton[kind="neighbour"]:focus { border: 2px solid $focus; padding: 5px 10px 5px 17px; color: $ink; }
QPushButton[kind="fold"] { background: transparent; color: $ink; border: 2px solid transparent; border-radius: 6px;
  padding: 5px 6px; text-align: left; font-weight: 600; font-size: ${s14}px; }
QPushButton[kind="fold"]:hover { background: $wash; }
QPushButton[kind="fold"]:focus { border: 2px solid $focus; padding: 5px 6px; }
QPlainTextEdit[wrong="true"] { border: 2px solid $stop; padding: 6px 8px; }
QPlainTextEdit:read-only { background: $paper; }
SourceEdit { selection-background-color: $heat; selection-color: $ink; }
#report_side QPushButton[kind="subtab"] { padding: 6px 7px; }
ReportEditor { font-size: ${s17}px; }
Finder QListWidget { background: $surface; border: none; font-size: ${s14}px; }
Finder QListWidget::item { min-height: 36px; padding: 0px 8px; border-radius: 6px; color: $ink; }
Finder QListWidget::item:selected { background: $wash; color: $ink; }
"""


def form_style(palette: Palette) -> str:
    """The rules for the widgets of the form, in the colours of one scheme."""
    sizes = {f"s{size}": str(palette.px(size)) for size in (12, 14, 17, 22, 28)}
    return Template(_FORM).substitute(palette.colours, **sizes)
