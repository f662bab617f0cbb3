"""The table, in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from torture.verdict import Verdict, together


def table(verdicts: Mapping[str, Verdict]) -> str:
    """A row for each act, and one for all."""
    rows = [*verdicts.items(), ("all", together(verdicts.values()))]
    lines = ["| act | trials | lost | damaged | worst wait |", "|---|---|---|---|---|"]
    return "\n".join(lines + [_row(act, verdict) for act, verdict in rows])


def _row(act: str, verdict: Verdict) -> str:
    worst = f"{verdict.worst * 1000:.0f} ms" if verdict.worst else "–"
    broken = f" ({len(verdict.broken)} not held)" if verdict.broken else ""
    return f"| {act} | {verdict.trials:,}{broken} | {len(verdict.lost)} | {len(verdict.damaged)} | {worst} |"
