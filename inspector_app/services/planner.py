"""From a command to the revisions that carry it out. Nothing is written here, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inspector_app.services.commands import (
    AcceptHit,
    AddCase,
    AddComments,
    Allocate,
    Ask,
    AssignSecondReads,
    ChangeName,
    Command,
    DecideComment,
    DecideProposal,
    FillIn,
    GiveReason,
    MarkRead,
    NameDevice,
    Redo,
    Reopen,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    SetDetails,
    SetFields,
    SetFlag,
    SetReport,
    Settle,
    SettleConflict,
    SetWorksWith,
    SignOff,
    SkipSection,
    Submit,
    TagNote,
    Undo,
    UpgradeInstrument,
    WithdrawSecondRead,
    WriteSection,
)
from inspector_app.services.planning import answering, casework, filling, queries, report, undoing, upgrading
from inspector_app.services.planning.ground import Ground, Plan


@dataclass(frozen=True)
class Planner:
    """Plans commands on the ground of what stands; `new_id` names new messages.

    Raises (each method): KnownError, where the command cannot be carried out.
    """

    ground: Ground
    new_id: Callable[[], str]

    def plan(self, command: Command) -> Plan:
        """The changes that carry a command out."""
        return self._answers(command) or self._review(command) or self._report(command) or self._case(command)

    def _answers(self, command: Command) -> Plan | None:
        match command:
            case SetAnswer():
                return answering.set_answer(self.ground, command)
            case FillIn():
                return filling.fill_in(self.ground, command)
            case SkipSection(ref, section):
                return answering.skip_section(self.ground, ref, section)
            case SetFlag():
                return answering.set_flag(self.ground, command)
            case GiveReason():
                return answering.give_reason(self.ground, command)
            case TagNote():
                return answering.tag_note(self.ground, command)
            case SetConsensus():
                return answering.set_consensus(self.ground, command)
            case SettleConflict():
                return answering.settle_conflict(self.ground, command)
            case Undo(about, ref, tags):
                return undoing.undo(self.ground, about, ref, tags)
            case Redo(about, ref, tags):
                return undoing.redo(self.ground, about, ref, tags)
        return None

    def _review(self, command: Command) -> Plan | None:
        match command:
            case Ask():
                return queries.ask(self.ground, command, self.new_id)
            case Reply():
                return queries.reply(self.ground, command, self.new_id)
            case Settle():
                return queries.settle(self.ground, command, self.new_id)
            case Submit(ref):
                return casework.submit(self.ground, ref)
            case SignOff(ref):
                return casework.sign_off(self.ground, ref)
            case ReturnCase(ref, reason):
                return casework.return_case(self.ground, ref, reason)
            case Reopen(ref, reason):
                return casework.reopen(self.ground, ref, reason)
            case AssignSecondReads():
                return casework.assign_second_reads(self.ground, command)
            case WithdrawSecondRead():
                return casework.withdraw_second_read(self.ground, command)
        return None

    def _report(self, command: Command) -> Plan | None:
        match command:
            case WriteSection():
                return report.write_section(self.ground, command)
            case MarkRead():
                return report.mark_read(self.ground, command)
            case SetReport(settings):
                return report.set_report(self.ground, settings)
            case ChangeName():
                return report.change_name(self.ground, command)
            case AcceptHit():
                return report.accept_hit(self.ground, command)
            case DecideProposal():
                return report.decide_proposal(self.ground, command)
            case AddComments(comments):
                return report.add_comments(self.ground, comments, self.new_id)
            case DecideComment():
                return report.decide_comment(self.ground, command)
        return None

    def _case(self, command: Command) -> Plan:
        match command:
            case AddCase(ref, assessor, fields):
                return casework.add_case(self.ground, ref, assessor, fields)
            case SetFields(ref, fields):
                return casework.set_fields(self.ground, ref, fields)
            case Allocate():
                return casework.allocate(self.ground, command)
            case SetWorksWith():
                return casework.set_works_with(self.ground, command)
            case SetDetails():
                return casework.set_details(self.ground, command)
            case NameDevice():
                return Plan(kind="act", introduces=True)
            case UpgradeInstrument(instrument):
                return upgrading.upgrade(self.ground, instrument)
        raise TypeError(f"no plan for {command!r}")
