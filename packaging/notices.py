"""Writes THIRD-PARTY-NOTICES.md from the locked packages as they are installed here. Run it after a change of the lock.

Texts come from the packages themselves; what they do not carry is in `licences/`.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent

QT = """\
Qt for Python and Qt are used under the GNU Lesser General Public License, version 3 (`licences/LGPL-3.0.txt`,
which builds on `licences/GPL-3.0.txt`). They are not altered, and are linked as shared libraries that anyone
may replace with a version of their own: in an installed copy they lie in the folders `PySide6` and
`shiboken6` of its Python environment. Their source is at
https://download.qt.io/official_releases/QtForPython/ and https://download.qt.io/official_releases/qt/. Qt
contains further components, listed at https://doc.qt.io/qt-6/licenses-used-in-qt.html."""

SQLCIPHER = """\
The package bundles:

- SQLCipher Community Edition. Copyright (c) 2008-2023 Zetetic LLC. All rights reserved. Redistribution and
  use in source and binary forms, with or without modification, are permitted provided that the following
  conditions are met: redistributions of source code must retain the above copyright notice, this list of
  conditions and the following disclaimer; redistributions in binary form must reproduce the above copyright
  notice, this list of conditions and the following disclaimer in the documentation and/or other materials
  provided with the distribution; neither the name of the ZETETIC LLC nor the names of its contributors may be
  used to endorse or promote products derived from this software without specific prior written permission.
  THIS SOFTWARE IS PROVIDED BY ZETETIC LLC "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
  LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED.
  IN NO EVENT SHALL ZETETIC LLC BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
  CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF
  USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
  CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF
  THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
- SQLite, which is in the public domain.
- OpenSSL, under the Apache License, version 2.0 (the text is in `LICENSE`)."""

MORE = {"pyside6-essentials": QT, "shiboken6": QT, "sqlcipher3": SQLCIPHER}

FONTS = """\
## Lato (fonts)

Copyright (c) 2010-2014 by tyPoland Lukasz Dziedzic with Reserved Font Name “Lato”. Licensed under the SIL
Open Font License, Version 1.1 (`licences/OFL-1.1.txt`). The four font files in `resources/fonts` are as they
were published."""


def main() -> None:
    """Writes the file."""
    parts = [
        "# Third-party notices",
        "Inspector is licensed under the Apache License, version 2.0 (`LICENSE`). It works with the following, each "
        "under a licence of its own. This file is written by `packaging/notices.py`.",
        *(section(*pin) for pin in pins(HERE / "requirements.txt")),
        FONTS,
    ]
    (HERE / "THIRD-PARTY-NOTICES.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def pins(lock: Path) -> list[tuple[str, str]]:
    """The names and versions of a lock file."""
    return re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE)


def section(name: str, version: str) -> str:
    """What is to be said of one package."""
    package = distribution(name)
    if package.version != version:
        raise SystemExit(f"{name} {package.version} is installed, but {version} is locked; install the lock first.")
    texts = [f"```text\n{text}\n```" for text in licence_texts(package)]
    if not texts and name not in MORE:
        raise SystemExit(f"{name} carries no licence text; add it to MORE.")
    more = [MORE[name]] if name in MORE else []
    licence = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    head = f"## {package.metadata['Name']} {version}"
    return "\n\n".join([head, *([f"Licence: {licence}"] if licence and "\n" not in licence else []), *more, *texts])


def licence_texts(package: Distribution) -> list[str]:
    """The licence texts that a package carries."""
    found = []
    for file in package.files or ():
        if _is_licence(str(file), file.name):
            lines = file.read_binary().decode(errors="replace").replace("\r\n", "\n").splitlines()
            found.append("\n".join(line.rstrip() for line in lines).strip().replace("```", "'''"))
    return found


def _is_licence(path: str, name: str) -> bool:
    """Whether a file is a licence text; PDFium's parts for systems or scripts that it is not built for here are not."""
    named = re.match(r"(LICEN[CS]E|COPYING|NOTICE)", name, re.IGNORECASE)
    kept = "/licenses/" in path and not re.search(r"/(android|v8_xfa|pbin_musl|cibw_musl)/", path)
    return ".dist-info" in path and bool(named or kept)


if __name__ == "__main__":
    main()
