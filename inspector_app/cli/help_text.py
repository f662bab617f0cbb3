"""What `--help` says of columns and statuses."""

from __future__ import annotations

TOP = """\
Inspector, the case assessment tool of a probation inspectorate.

Without a command it opens the window: the start page, or the inspection in FILE.

An encrypted inspection opens with --passphrase-file F, a file that holds the passphrase, or with
the variable INSPECTOR_APP_PASSPHRASE; on a terminal it is asked for. The same two make `new` and
`example` write an encrypted file.

Exit status: 0 done; 1 a known problem, told on standard error, nothing changed; 2 wrong usage.
Results go to standard output, messages and progress to standard error. Text is UTF-8."""

CSV = """\
CSV is RFC 4180 with a header row; columns are found by name, in any order; a byte order mark is
accepted. A cell that a spreadsheet would run (it starts with = + - @ tab or return) is written
with an apostrophe before it, and read without."""

QUESTIONS = f"""\
csv columns: id, number, page, section, criteria, text, short, kind, per, required, scored, key,
choices (codes), lines (above, below or none, in the order of the codes), labels (the same
order, with “ | ” between), open_when (a rule as JSON). criteria, choices and lines are joined
with “;”.

json: instrument, version, title and questions, each with id, number, page, criteria, text,
kind, per, required, scored, choices (code, label, line) and open_when, which is null or a rule:
{{"question": ID, "any_of": [CODE…]}}, {{"field": CASE_FIELD, "any_of": [VALUE…]}}, {{"all":
[RULE…]}}, {{"any": [RULE…]}}, {{"not": RULE}}. A rule on a question that is closed or
unanswered is false.

{CSV}"""

IMPORTED = f"""\
cases.csv: case_ref, status, assessor, and the case fields of the question set by name. Only
case_ref must be there. A case that is known already takes the facts of the columns that are
there. status: allocated, in_progress, submitted, returned, signed_off.

answers.csv: case_ref, officer, question_id, value, assessor, note, evidence, recorded_at.
question_id and value must be there. For a question asked once of each officer case_ref is empty
and officer holds the officer's code; otherwise officer is empty. Several codes are joined with
“;”. Without an assessor the answer is the allocated assessor's. evidence: on_file, interview,
not_on_file, cannot_determine or empty. recorded_at: ISO 8601 with its offset, or empty for now.

An answer equal to the one that stands adds nothing. Statuses are taken as given: signed-off
cases with gaps or failing cross-checks are told on standard error, not refused. Answers to
closed questions are kept and not counted. An assessor whom the team does not have yet is added
to it. Refused, all rows or none: an unknown case, question, code, status, field value, evidence
status or column, a malformed date or number, a duplicate.

{CSV}"""

EXPORTED = f"""\
cases.csv, answers.csv: as the command import reads them; answers.csv holds the answer of every
assessor and the consensus. questions.csv: as the command questions writes it. scores.csv: kind
(outcome, criterion, process, question), id, title, method (of an outcome; each has a row for
both), score (the unrounded ratio), percent, questions (how many stand behind it), and for a
question above, below, not_applicable, blank, closed (numbers of cases). Only signed-off cases
count.

{CSV}"""

SCORED = """\
json: instrument, version, method, cases (counted, left_out), outcomes (id, title, score,
percent, questions, alternative with method, score, percent), criteria (id, score, percent,
questions), processes (id, title, score, percent), questions (id, criteria, above, below,
not_applicable, blank, closed, score). score is the unrounded ratio, null without an answer.

Only signed-off cases count, each once: a consensus answer stands, else the allocated
assessor's."""

CHECKED = """\
Prints a line for each part that is sound. What is wrong goes to standard error, a line each,
and the status is 1: pages, header and schema of the file; changes that were altered, removed,
put in, moved or cut off at the end; rows that hold what was never written; question sets;
answers. Nothing is changed.

In a file that is not encrypted nothing is signed. Whoever can write to it could alter a change
and seal it and all that follow anew, and no check would tell; hold such a file against a copy
that was kept elsewhere."""

RESCUED = """\
Reads FILE page by page where it no longer opens, and writes what can be read into NEW: changes
whose digest holds, question sets, text that was being typed. FILE is not touched; NEW is
encrypted where FILE is, and opens with the same passphrase. Prints what was saved and what is
missing: by installation the numbers of changes and between which times they were made, and the
cases they were about as far as that can be known. NEW opens as it is; merging a backup or a
copy into it fills the gaps. The status is 1 where nothing could be saved."""

REPORT = """\
A working draft is always written; what it lacks goes to standard error. A draft for comment
is refused while a place of its text cannot be printed, two texts of a section are in
conflict, or something would name a person; a final report also while a figure has moved
since it was read, a number is bound to no figure, or a section is empty. A name that ends
in .docx makes a Word file for the Trust to comment on. State, version, style of figures and
annex are settings of the report, set in the window."""
