"""The Trust's comments on the factual accuracy of the draft: what they say, where, and what became of each."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.plain_table import PlainColumn, PlainTable
from inspector_app.domain.report_text import Comment

Decision = Literal["", "accepted", "partly", "not"]
DECISIONS: tuple[Decision, ...] = ("", "accepted", "partly", "not")


@dataclass(frozen=True, slots=True)
class About:
    """Whence a comment came.

    Attributes:
        who, when: as the Trust's file says; either may be empty.
        number: of the paragraph, as it was printed then.
        reply_to: who made the comment that it replies to; empty for a comment of its own.
        also: keys of the other paragraphs on which it hangs.
    """

    who: str = ""
    when: str = ""
    number: str = ""
    reply_to: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrustComment:
    """A comment as it stands: `paragraph` is the key of the paragraph, `decision` is empty while it is open."""

    id: str
    paragraph: str
    words: str
    about: About
    decision: Decision
    reply: str

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided yet."""
        return not self.decision


@dataclass(frozen=True, slots=True)
class Incoming:
    """A comment that came in from outside.

    Attributes:
        paragraph: the key of the paragraph; empty where none was found.
        beside: words or number by which somebody may find the paragraph.
        why: why no paragraph was found, as the key of a reason; empty where one was.
    """

    words: str
    about: About
    paragraph: str = ""
    beside: str = ""
    why: Literal["", "no_paragraph", "several"] = ""

    @property
    def id(self) -> str:
        """The same for the same words of the same person about the same paragraph, so that it comes in once."""
        parts = (self.paragraph, self.about.who, self.about.when, " ".join(self.words.split()))
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Sorted:
    """What an import brings: comments that are new, those that are here already, and those without a paragraph."""

    new: tuple[Incoming, ...]
    same: tuple[Incoming, ...]
    not_placed: tuple[Incoming, ...]


def sort_out(incoming: Iterable[Incoming], held: Iterable[TrustComment]) -> Sorted:
    """Sets comments against those that are here. One that comes in twice in one file is one."""
    known = {comment.id for comment in held}
    new: dict[str, Incoming] = {}
    same: dict[str, Incoming] = {}
    lost: dict[tuple[str, str], Incoming] = {}
    for one in incoming:
        if not one.paragraph:
            lost.setdefault((one.id, one.beside), one)
        elif one.id in known:
            same.setdefault(one.id, one)
        else:
            new.setdefault(one.id, one)
    return Sorted(tuple(new.values()), tuple(same.values()), tuple(lost.values()))


def trust_comment(kept: Comment) -> TrustComment:
    """A comment as it is kept, read."""
    decision: Decision = next((d for d in DECISIONS if d == kept.decision), "")
    return TrustComment(kept.id, kept.paragraph, kept.text, unpack_about(kept.about), decision, kept.reply)


def pack_about(about: About) -> str:
    """Whence a comment came, as it is kept: the same always gives the same text."""
    said = {"who": about.who, "when": about.when, "number": about.number, "reply_to": about.reply_to}
    held: dict[str, object] = {name: value for name, value in said.items() if value}
    if about.also:
        held["also"] = list(about.also)
    return json.dumps(held, ensure_ascii=False, sort_keys=True)


def unpack_about(value: str) -> About:
    """Whence a comment came. What makes no sense is shown as the person's name, so that nothing is lost."""
    try:
        held = json.loads(value)
    except ValueError:
        return About(value)
    if not isinstance(held, dict):
        return About(value)
    said = {name: str(held.get(name) or "") for name in ("who", "when", "number", "reply_to")}
    also = held.get("also")
    return About(**said, also=tuple(str(key) for key in also) if isinstance(also, list) else ())


def still_open(comments: Iterable[TrustComment]) -> tuple[TrustComment, ...]:
    """The comments on which nothing was decided."""
    return tuple(comment for comment in comments if comment.is_open)


def counted(comments: Iterable[TrustComment]) -> Mapping[Decision, int]:
    """Decision -> how many comments have it, the open ones under the empty one."""
    found = Counter(comment.decision for comment in comments)
    return {decision: found[decision] for decision in DECISIONS}


@dataclass(frozen=True, slots=True)
class CommentWords:
    """The words of the table of comments and replies.

    Attributes:
        title, counted: `counted` takes ``{n}`` comments, and how many are ``{accepted}``, ``{partly}``, ``{not_}`` and
            ``{open}``.
        columns: over paragraph, comment, who made it, decision and reply.
        decisions: how each decision is printed.
    """

    title: str
    counted: str
    columns: tuple[str, str, str, str, str]
    decisions: Mapping[Decision, str]


def table_of(comments: Sequence[TrustComment], places: Mapping[str, str], words: CommentWords) -> PlainTable:
    """The table of comments and replies, in the order of the report.

    Args:
        comments: in that order.
        places: key of a paragraph -> what it is called now; one that is gone stands under the number it had.
    """
    found = counted(comments)
    said = words.counted.format(
        n=len(comments), accepted=found["accepted"], partly=found["partly"], not_=found["not"], open=found[""]
    )
    rows = tuple(
        (
            places.get(c.paragraph) or c.about.number,
            c.words,
            ", ".join(filter(None, (c.about.who, c.about.when[:10]))),
            words.decisions[c.decision],
            c.reply,
        )
        for c in comments
    )
    return PlainTable(words.title, said, tuple(PlainColumn(title) for title in words.columns), rows)
