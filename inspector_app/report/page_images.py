"""Pages of a PDF as pictures."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2

_ONE_AT_A_TIME = threading.Lock()
"""PDFium works on one thread at a time."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is drawn: red, green and blue, a byte each, line by line; a line takes `stride` bytes."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_images(content: bytes, width: int, cancelled: Callable[[], bool] = lambda: False) -> tuple[PagePicture, ...]:
    """The pages of a PDF, so many points wide; as many as were drawn before `cancelled` said yes."""
    pictures = []
    with _ONE_AT_A_TIME:
        document = pypdfium2.PdfDocument(content)
        try:
            for page in document:
                if cancelled():
                    break
                bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
                pictures.append(PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)))
                bitmap.close()
                page.close()
        finally:
            document.close()
    return tuple(pictures)
