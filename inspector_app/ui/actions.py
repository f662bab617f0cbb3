"""The one table of actions: menus, shortcuts and the key sheet are all made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP

Menu = Literal["inspection", "case", "answer", "report", "go", "view", "help", ""]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a person can ask for.

    Attributes:
        id: a page offers a handler under this id; without one the action is greyed out.
        text: the words on the menu, in English; translated when shown.
        keys: shortcuts in Qt's portable notation; the first is shown. Empty for what only the menu has.
        menu: the menu it stands in; empty for what only the keyboard has.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    menu: Menu = ""


def _text(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("actions", text))


MENUS: tuple[tuple[Menu, str], ...] = (
    ("inspection", _text("&Inspection")),
    ("case", _text("&Case")),
    ("answer", _text("&Answer")),
    ("report", _text("&Report")),
    ("go", _text("&Go")),
    ("view", _text("&View")),
    ("help", _text("&Help")),
)

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("new_inspection", _text("New inspection…"), ("Ctrl+N",), "inspection"),
    ActionSpec("open_inspection", _text("Open inspection…"), ("Ctrl+O",), "inspection"),
    ActionSpec("open_example", _text("Open the example"), (), "inspection"),
    ActionSpec("import_cases", _text("Import cases…"), ("Ctrl+I",), "inspection"),
    ActionSpec("edit_details", _text("About this inspection…"), (), "inspection"),
    ActionSpec("newer_set", _text("Newer question set…"), (), "inspection"),
    ActionSpec("export_report", _text("Export report…"), ("Ctrl+P",), "inspection"),
    ActionSpec("export_csv", _text("Export tables…"), ("Ctrl+E",), "inspection"),
    ActionSpec("show_safekeeping", _text("Safekeeping"), ("Ctrl+7",), "inspection"),
    ActionSpec("lock", _text("Lock now"), ("Ctrl+L",), "inspection"),
    ActionSpec("save_now", _text("Save (answers are saved as you give them)"), ("Ctrl+S",), "inspection"),
    ActionSpec("save_elsewhere", _text("Save a copy elsewhere…"), (), "inspection"),
    ActionSpec("close_inspection", _text("Close inspection"), ("Ctrl+W",), "inspection"),
    ActionSpec("quit", _text("Quit"), ("Ctrl+Q",), "inspection"),
    ActionSpec("add_case", _text("Add case…"), ("Ctrl+Shift+N",), "case"),
    ActionSpec("edit_case", _text("Facts of the case…"), ("Ctrl+D",), "case"),
    ActionSpec("open_case", _text("Begin or continue the case"), (), "case"),
    ActionSpec("open_interview", _text("The officer's interview"), ("Ctrl+Shift+O",), "case"),
    ActionSpec("word_form", _text("Word form of the case…"), (), "case"),
    ActionSpec("sign_off", _text("Sign off case"), ("Ctrl+Shift+S",), "case"),
    ActionSpec("return_case", _text("Return case…"), ("Ctrl+Shift+R",), "case"),
    ActionSpec("reopen", _text("Reopen case…"), (), "case"),
    ActionSpec("undo", _text("Undo"), ("Ctrl+Z",), "answer"),
    ActionSpec("redo", _text("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "answer"),
    ActionSpec("note", _text("Write the evidence note"), ("N",), "answer"),
    ActionSpec("evidence", _text("Change the evidence status"), ("E",), "answer"),
    ActionSpec("flag", _text("Come back to this"), ("F",), "answer"),
    ActionSpec("query", _text("Query about the answer"), ("Q",), "answer"),
    ActionSpec("overrule", _text("Change with a reason…"), ("C",), "answer"),
    ActionSpec("tag_note", _text("Tag the note"), ("T",), "answer"),
    ActionSpec("tag_illustration", _text("Illustration for the report"), ("I",), "answer"),
    ActionSpec("tag_quotation", _text("Quotation for the report"), ("Q",), "answer"),
    ActionSpec("skip_section", _text("Not applicable for the whole block"), ("Ctrl+Shift+X",), "answer"),
    ActionSpec("confirm_answer", _text("Confirm the answer to a changed question"), ("Y", "Ctrl+Shift+Y"), "answer"),
    ActionSpec("clear_answer", _text("Clear the answer"), ("Delete",), "answer"),
    ActionSpec("insert_figure", _text("Insert or change a figure…"), ("Ctrl+Shift+F",), "report"),
    ActionSpec("strong", _text("Strong; Ctrl+I for emphasis"), ("Ctrl+B",), "report"),
    ActionSpec("next_mark", _text("Next thing to look at"), ("F8",), "report"),
    ActionSpec("previous_mark", _text("Previous thing to look at"), ("Shift+F8",), "report"),
    ActionSpec("mark_read", _text("Mark the section as read"), ("Ctrl+Shift+M",), "report"),
    ActionSpec("next_section", _text("Next section"), ("Alt+PgDown",), "report"),
    ActionSpec("previous_section", _text("Previous section"), ("Alt+PgUp",), "report"),
    ActionSpec("answer_next", _text("Answer and next"), ("Return", "Enter"), "go"),
    ActionSpec("back", _text("Back"), ("Alt+Left",), "go"),
    ActionSpec("next", _text("Next"), ("Alt+Right",), "go"),
    ActionSpec("next_unanswered", _text("Next unanswered"), ("Ctrl+Down",), "go"),
    ActionSpec("previous_unanswered", _text("Previous unanswered"), ("Ctrl+Up",), "go"),
    ActionSpec("go_to_number", _text("Go to number…"), ("Ctrl+G",), "go"),
    ActionSpec("search", _text("Search questions and guidance…"), ("Ctrl+F",), "go"),
    ActionSpec("to_grid", _text("To the grid"), ("F6",), "go"),
    ActionSpec("to_remains", _text("To what remains"), ("F7",), "go"),
    ActionSpec("to_question", _text("To the question"), ("F8", "Escape"), "go"),
    ActionSpec("show_cases", _text("Cases"), ("Ctrl+1",), "view"),
    ActionSpec("show_team", _text("Team"), ("Ctrl+2",), "view"),
    ActionSpec("show_review", _text("Review"), ("Ctrl+3",), "view"),
    ActionSpec("show_scores", _text("Scores"), ("Ctrl+4",), "view"),
    ActionSpec("show_notes", _text("Notes"), ("Ctrl+5",), "view"),
    ActionSpec("show_report", _text("Report"), ("Ctrl+6",), "view"),
    ActionSpec("next_tab", _text("Next page of this tab"), ("Ctrl+PgDown",), "view"),
    ActionSpec("previous_tab", _text("Previous page of this tab"), ("Ctrl+PgUp",), "view"),
    ActionSpec("guidance", _text("Fold guidance in or out"), ("F9",), "view"),
    ActionSpec("history", _text("Fold history in or out"), ("F10",), "view"),
    ActionSpec("key_sheet", _text("Keys"), ("F1", "?"), "help"),
    ActionSpec("about", _text("About Inspector"), (), "help"),
)

CHOICE_KEYS = _text("1 to 9: choose an answer; for lists of several, tick or untick")
WRITING = _text(
    "In the report a line begins with ### for a heading, - or 1. for a list, > for a quotation. "
    "[^1] in a sentence is a footnote; its words follow [^1]: in a paragraph of their own"
)
