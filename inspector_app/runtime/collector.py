"""Python's search for garbage in circles, put off while a file is read, and kept off what was read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Nothing is searched meanwhile, nor what is there at the end ever again.

    A million changes hold no circles: to look for some takes as long as reading them, and a second each time later on.
    They are let go of all the same when the file is closed, for nothing refers to them any more.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
