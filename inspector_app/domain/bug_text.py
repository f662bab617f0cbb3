"""A bug as a text that may lie on a disk or be sent to support: where in the code it was, and nothing of any case.

The message of an exception may hold an answer, a name or a path, so it is left out, and so are the values of variables
and the lines of code; what is left are types, and places in the code.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from types import FrameType, TracebackType

_MOST_FRAMES, _MOST_BUGS = 40, 12
_OURS = "inspector_app"


def without_content(error: BaseException) -> str:
    """The whole of a bug, with what it followed on, without a word that somebody typed."""
    return "\n".join(_lines(error))


def in_a_line(error: BaseException) -> str:
    """The type of an error and the place where it was raised: *OSError 28 in Store.append, line 12*."""
    frames = _frames(error.__traceback__)
    if not frames:
        return _named(error)
    frame, line = frames[-1]
    return f"{_named(error)} in {frame.f_code.co_qualname}, line {line}"


def _lines(error: BaseException) -> Iterator[str]:
    chain: list[tuple[BaseException, str]] = []
    seen: set[int] = set()
    now: BaseException | None = error
    words = ""
    while now is not None and id(now) not in seen and len(chain) < _MOST_BUGS:
        seen.add(id(now))
        chain.append((now, words))
        words = "This led to:" if now.__cause__ is not None else "While this was dealt with:"
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    for one, words in reversed(chain):
        yield "Traceback (most recent call last):"
        yield from _places(one.__traceback__)
        yield _named(one)
        if isinstance(one, BaseExceptionGroup):
            yield from (f"  with {in_a_line(inner)}" for inner in one.exceptions[:_MOST_BUGS])
        if words:
            yield words


def _places(trace: TracebackType | None) -> Iterator[str]:
    frames = _frames(trace)
    half = _MOST_FRAMES // 2
    for number, (frame, line) in enumerate(frames):
        if len(frames) > _MOST_FRAMES and half <= number < len(frames) - half:
            if number == half:
                yield f"  ({len(frames) - _MOST_FRAMES} more)"
            continue
        yield f"  {_file(frame.f_code.co_filename)}, line {line}, in {frame.f_code.co_qualname}"


def _frames(trace: TracebackType | None) -> list[tuple[FrameType, int]]:
    return list(traceback.walk_tb(trace))


def _file(name: str) -> str:
    """The path of a module without the folders that lead to it, which may say who somebody is."""
    parts = name.replace("\\", "/").split("/")
    if _OURS in parts:
        return "/".join(parts[len(parts) - 1 - parts[::-1].index(_OURS) :])
    return "/".join(parts[-2:]) if len(parts) > 1 else name


def _named(error: BaseException) -> str:
    """The type of an error; of what the system says its number too, which is nobody's words."""
    kind = type(error)
    where = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    number = f" {error.errno}" if isinstance(error, OSError) and isinstance(error.errno, int) else ""
    return f"{where}{kind.__qualname__}{number}"
