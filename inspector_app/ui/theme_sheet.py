"""The style sheet of the shell: text roles, buttons, fields, tables and surfaces.

Hooks: the dynamic property ``role`` on labels (title, heading, question, quiet, number, strong, good, attention,
  stop), ``kind`` on buttons (primary, plain, choice, link, danger, tab, subtab,
  state, chip) and ``surface`` on frames (card, panel,
  bar, paper).
"""

from __future__ import annotations

from string import Template

from inspector_app.ui.palette import Palette

_BASE = """
* { outline: none; }
QWidget { color: $ink; }
QMainWindow, QScrollArea, QStackedWidget, QWidget[surface="paper"], QFrame[surface="paper"] { background: $paper;
  border: none; }
QScrollArea > QWidget > QWidget[surface="plain"] { background: transparent; }
QFrame[surface="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[surface="panel"] { background: $surface; border: none; border-left: 1px solid $line; }
QFrame[surface="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[surface="foot"] { background: $surface; border: none; border-top: 1px solid $line;
  border-left: 1px solid $line; }
QFrame[surface="notice"] { background: $surface; border: none; border-bottom: 1px solid $line;
  border-left: 4px solid $accent; }
QFrame[surface="notice"][tone="stop"] { border-left-color: $stop; }
QFrame[surface="notice"][tone="attention"] { border-left-color: $attention; }
QFrame[surface="notice"][tone="good"] { border-left-color: $good; }
QFrame[surface="float"] { background: $surface; border: 1px solid $edge; border-radius: 6px; }
QFrame[role="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QToolTip { background: $surface; color: $ink; border: 1px solid $edge; padding: 4px 8px; font-size: ${s12}px; }
"""

_TEXT = """
QLabel { background: transparent; font-size: ${s14}px; }
QLabel[role="title"] { font-size: ${s28}px; font-weight: 700; }
QLabel[role="heading"] { font-size: ${s17}px; font-weight: 600; }
QLabel[role="question"] { font-size: ${s22}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: ${s12}px; }
QLabel[role="caps"] { color: $quiet; font-size: ${s12}px; font-weight: 600; }
QLabel[role="result"] { color: $quiet; font-size: ${s17}px; }
QLabel[role="recovery"] { font-size: ${s22}px; }
QLabel[role="number"] { color: $quiet; font-weight: 600; }
QLabel[role="good"] { color: $good; font-weight: 600; }
QLabel[role="attention"] { color: $attention; font-weight: 600; }
QLabel[role="stop"] { color: $stop; font-weight: 600; }
QLabel[role="key"] { background: $paper; border: 1px solid $edge; border-radius: 4px; padding: 1px 7px;
  font-size: ${s12}px; font-weight: 600; }
"""

_BUTTONS = """
QPushButton, QPushButton[kind="plain"], QPushButton[kind="danger"] { background: $surface; color: $ink;
  border: 1px solid $edge; border-radius: 6px;
  padding: 7px 15px; min-height: 20px; font-size: ${s14}px; font-weight: 600; margin: 0px; }
QPushButton:hover { background: $wash; }
QPushButton:pressed { background: $wash; border-color: $accent; }
QPushButton:focus { border: 2px solid $focus; padding: 6px 14px; }
QPushButton:disabled { color: $quiet; border: 1px dashed $edge; background: transparent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover { border: 1px solid $ink; }
QPushButton[kind="primary"]:focus { border: 2px solid $ink; }
QPushButton[kind="primary"]:disabled { background: transparent; color: $quiet; border: 1px dashed $edge; }
QPushButton[kind="danger"] { color: $stop; border-color: $stop; }
QPushButton[kind="danger"]:focus { border: 2px solid $stop; }
QPushButton[kind="link"] { background: transparent; color: $accent; border: 2px solid transparent;
  padding: 6px 6px; text-align: left;
  text-decoration: underline; }
QPushButton[kind="link"]:hover { color: $ink; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 6px 6px; }
QPushButton[kind="link"]:disabled { color: $quiet; border-style: solid; text-decoration: none; }
QPushButton[kind="state"] { background: transparent; color: $quiet; border: 2px solid transparent;
  padding: 6px 6px; }
QPushButton[kind="state"]:hover { color: $ink; text-decoration: underline; }
QPushButton[kind="state"]:focus { border: 2px solid $focus; padding: 6px 6px; }
QPushButton[kind="state"][role="stop"] { color: $stop; }
QPushButton[kind="tab"] { background: transparent; border: 2px solid transparent; border-radius: 0px;
  border-bottom: 3px solid transparent;
  padding: 10px 10px 9px 10px; color: $quiet; }
QPushButton[kind="tab"]:hover { color: $ink; background: transparent; border-bottom-color: $line; }
QPushButton[kind="tab"]:checked { color: $ink; border-bottom-color: $accent; }
QPushButton[kind="tab"]:focus { border: 2px solid $focus; border-bottom-width: 3px; padding: 10px 10px 9px 10px; }
QPushButton[kind="tab"]:disabled { border: 2px solid transparent; }
QPushButton[kind="subtab"] { background: transparent; border: 2px solid transparent; border-radius: 6px;
  padding: 6px 12px; color: $quiet; }
QPushButton[kind="subtab"]:hover { color: $ink; border-color: $line; }
QPushButton[kind="subtab"]:checked { color: $ink; background: $wash; }
QPushButton[kind="subtab"]:focus { border: 2px solid $focus; padding: 6px 12px; }
QPushButton[kind="chip"] { background: $wash; color: $ink; border: 1px solid $edge; border-radius: 6px;
  padding: 5px 11px; font-weight: 400; }
QPushButton[kind="chip"]:hover { border-color: $ink; }
QPushButton[kind="chip"]:focus { border: 2px solid $focus; padding: 4px 10px; }
"""

_FIELDS = """
QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox { background: $surface; color: $ink;
  border: 1px solid $edge; border-radius: 6px;
  padding: 7px 9px; min-height: 20px; font-size: ${s14}px; selection-background-color: $accent;
  selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus, QSpinBox:focus {
  border: 2px solid $focus; padding: 6px 8px; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid $stop; padding: 6px 8px; }
QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus { border: 2px solid $focus;
  border-left: 6px solid $stop; }
QLineEdit:disabled, QComboBox:disabled, QLineEdit:read-only { background: $paper; color: $quiet; }
QComboBox { padding-right: 28px; combobox-popup: 0; }
QComboBox:focus { padding-right: 27px; }
QComboBox::drop-down { border: none; width: 28px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$marks/chevron.png"); width: 16px; height: 16px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0px; background: transparent;
  min-height: 0px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; padding: 4px;
  selection-background-color: $wash; selection-color: $ink; }
QComboBox QAbstractItemView::item { min-height: 32px; padding: 0px 8px; }
QCheckBox, QRadioButton { background: transparent; spacing: 10px; min-height: 28px; font-size: ${s14}px;
  border: 2px solid transparent; border-radius: 6px;
  padding: 2px 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator { width: 18px; height: 18px; border: 1px solid $edge;
  background: $surface; border-radius: 4px; }
QRadioButton::indicator { border-radius: 10px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$marks/tick.png"); }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url("$marks/dot.png"); }
"""

_TABLES = """
QTableView { background: $surface; alternate-background-color: $surface; border: 1px solid $line;
  border-radius: 6px; gridline-color: $line;
  selection-background-color: $wash; selection-color: $ink; font-size: ${s14}px; }
QTableView:focus { border: 2px solid $focus; }
QTableView::item { padding: 0px 15px 0px 7px; border-bottom: 1px solid $line; }
QTableView::item:selected { background: $wash; color: $ink; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $quiet; border: none; border-bottom: 1px solid $edge;
  padding: 10px 15px 8px 10px; font-size: ${s12}px;
  font-weight: 600; }
QHeaderView::section:hover { color: $ink; }
QHeaderView::up-arrow { image: url("$marks/up.png"); width: 12px; height: 12px;
  subcontrol-position: top center; top: 1px; }
QHeaderView::down-arrow { image: url("$marks/down.png"); width: 12px; height: 12px;
  subcontrol-position: top center; top: 1px; }
QListWidget[surface="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; padding: 4px;
  font-size: ${s14}px; }
QListWidget[surface="card"]:focus { border: 2px solid $focus; padding: 3px; }
QListWidget[surface="card"]::item { min-height: 32px; padding: 0px 8px; border-radius: 4px; color: $ink; }
QListWidget[surface="card"]::item:selected { background: $wash; color: $ink; }
QListWidget::indicator { width: 18px; height: 18px; border: 1px solid $edge; background: $surface;
  border-radius: 4px; }
QListWidget::indicator:checked { background: $accent; border-color: $accent; image: url("$marks/tick.png"); }
QTableCornerButton::section { background: $surface; border: none; }
"""

_FRAME = """
QMenuBar { background: $surface; border-bottom: 1px solid $line; padding: 0px 8px; font-size: ${s14}px; }
QMenuBar::item { background: transparent; padding: 6px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: $wash; }
QMenu { background: $surface; border: 1px solid $edge; padding: 6px 0px; font-size: ${s14}px; }
QMenu::item { padding: 7px 28px 7px 20px; background: transparent; }
QMenu::item:selected { background: $wash; }
QMenu::item:disabled { color: $quiet; }
QMenu::separator { height: 1px; background: $line; margin: 6px 0px; }
QSplitter::handle { background: $paper; }
QSplitter::handle:horizontal { width: 6px; }
QSplitter::handle:vertical { height: 6px; border-top: 1px solid $line; }
QSplitter::handle:hover { background: $edge; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0px; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0px; border: none; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""


def shell_style(palette: Palette) -> str:
    """The style sheet of the shell in one palette."""
    sizes = {f"s{size}": str(palette.px(size)) for size in (12, 14, 17, 22, 28)}
    return Template(_BASE + _TEXT + _BUTTONS + _FIELDS + _TABLES + _FRAME).substitute(
        palette.colours, marks=palette.marks, **sizes
    )
