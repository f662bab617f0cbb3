"""Question sets from strangers, in folders, archives and inspection files: bounded before they are built."""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from hostile_words import hostile_words
from inspector_app.domain.errors import BadRows, KnownError
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.routing import Sheet, open_questions
from inspector_app.instruments import limits
from inspector_app.instruments.carried import DamagedSet, pack, unpack
from inspector_app.instruments.library import content_hash, load, load_files
from inspector_app.instruments.rules import BadRule, read_rule, write_rule
from inspector_app.instruments.sources import LARGEST_ARCHIVE, read_source
from set_files import texts_of
from small import small
from watched import watching

DEVICES = ("pipe", "/dev/zero") if hasattr(os, "mkfifo") else ()
TEXTS = texts_of(small())
QUESTION = '[[question]]\nid = "q{n}"\nsection = "a"\ncriteria = []\nkind = "text"\ntext = "x"\n'
GRID = (
    '[[question]]\nid = "g"\nsection = "a"\ncriteria = []\nkind = "grid"\ntext = "x"\nrows = [{rows}]\n'
    '[[question.column]]\ncode = "c"\nlabel = "C"\ntext = "{text}"\nshort = "s"\nkind = "text"\n{more}'
)


def refused(file: str, more: str, *, instead: bool = False) -> str:
    """The complaint about a set in which a file goes on otherwise."""
    files = {name: text.encode() for name, text in TEXTS.items()}
    files[file] = (more if instead else TEXTS.get(file, "") + "\n" + more).encode()
    with pytest.raises(BadRows) as told:
        load_files("x", files)
    assert all(len(row) < 600 for row in told.value.rows)
    return "\n".join(told.value.rows)


def rows(count: int, label: str = "L") -> str:
    return ", ".join(f'{{ code = "r{n}", label = "{label}" }}' for n in range(count))


LARGE: dict[str, tuple[str, Callable[[], str], str]] = {
    "a million questions": ("page-a.toml", lambda: "[[question]]\n" * 290_000,
    "larger than 4 MB|more than 20000 tables"),
    "thousands of questions": ("page-a.toml", lambda: "".join(QUESTION.format(n=n) for n in range(5_001)),
    "more than 5000"),
    "a grid that multiplies": (
        "page-a.toml",
        lambda: GRID.format(rows=rows(2_000), text="x", more="".join(
            f'[[question.column]]\ncode = "c{n}"\nlabel = "C"\ntext = "x"\nshort = "s"\nkind = "text"\n'
            for n in range(2_000)
        )),
        "more than 5000 questions",
    ),
    "labels that are put in": ("page-a.toml", lambda: GRID.format(rows=rows(9, "L" * 301), text="{label}", more=""),
    "300 signs"),
    "labels put in often": ("page-a.toml", lambda: GRID.format(rows=rows(9), text="{label}" * 21, more=""),
    "at most 20 times"),
    "a list without end": ("fields.toml", lambda: (
        '[[field]]\nname = "f"\nlabel = "F"\nkind = "single"\nchoices = ['
        + ", ".join(f'{{ code = "c{n}", label = "x" }}' for n in range(501)) + "]\n"
    ), "at most 500 choices"),
    "a long text": ("fields.toml", lambda: f'[[field]]\nname = "f"\nlabel = "{"x" * 10_001}"\nkind = "text"\n',
    "10000 signs"),
    "lists in lists": ("glossary.toml", lambda: "x = " + "[" * 60 + "]" * 60, "deep"),
    "lists in lists without end": ("glossary.toml", lambda: "x = " + "[" * 100_000 + "]" * 100_000, "deep"),
    "tables in tables": ("glossary.toml", lambda: "x = " + "{a=" * 60 + "1" + "}" * 60, "deep|TOML"),
    "tables in tables without end": ("glossary.toml", lambda: "x = " + "{a=" * 100_000 + "1" + "}" * 100_000, "deep"),
    "a key of many parts": ("glossary.toml", lambda: ".".join(["a"] * 200_000) + " = 1", "more parts than can be read"),
    "a quoted key of many parts": ("glossary.toml", lambda: ".".join(['"a"'] * 60) + " = 1", "more parts"),
    "a head of many parts": ("glossary.toml", lambda: "[" + ".".join(["a"] * 200_000) + "]", "more parts"),
    "a number of many figures": ("glossary.toml", lambda: "x = " + "9" * 5_000, "not valid TOML"),
    "a rule a hundred thousand deep": (
        "page-a.toml", lambda: QUESTION.format(n=1) + "[question.open_when" + ".not" * 100_000 + "]\n", "more parts"),
    "a rule that is deep": (
        "page-a.toml", lambda: QUESTION.format(n=1) + "open_when = " + "{ not = " * 51 + "{}" + " }" * 51, "deep"),
    "a rule of many parts": (
        "page-a.toml", lambda: QUESTION.format(n=1) + 'open_when = { question = "plan", any_of = ['
        + '"na", ' * 3_000 + "] }", "at most 1000 parts"),
}  # fmt: skip


@pytest.mark.parametrize("what", LARGE)
def test_what_is_larger_than_anybody_writes_is_told(what: str) -> None:
    file, made, why = LARGE[what]
    said = refused(file, made())
    assert any(part in said for part in why.split("|")), said[:400]


MADE_WRONG = {
    "no text": ("page-a.toml", "\x00\x01"), "a question that is a number": ("page-a.toml", "question = [1, 2]"),
    "a question that is a text": ("page-a.toml", 'question = "x"'), "pages of itself": ("instrument.toml",
    'pages = ["../x"]'),
    "a head that is a list": ("instrument.toml", "[[id]]"), "a moment for a text": ("fields.toml",
    "[[field]]\nname = 1979-05-27"),
    "a bare return": ("fields.toml", "x = 1\ry = 2"), "a rule that is a list": ("checks.toml", "[[check]]\nwhen = []"),
    "not a number": ("glossary.toml", "x = nan"), "without end": ("glossary.toml", "x = inf"),
}  # fmt: skip


@pytest.mark.parametrize("what", MADE_WRONG)
def test_what_is_no_question_set_is_told_by_file(what: str) -> None:
    file, text = MADE_WRONG[what]
    assert file in refused(file, text, instead=True)


def test_ids_and_choices_of_any_content_are_told_or_kept_as_they_are() -> None:
    for said in hostile_words("file:///etc/passwd"):
        quoted = json.dumps(said[:200]).replace("\\u007f", "").replace("\x7f", "")
        wrong = f'[[question]]\nid = "q"\nsection = {quoted}\ncriteria = [{quoted}]\nkind = "single"\ntext = {quoted}\n'
        assert refused("page-a.toml", wrong + f"choices = [{{ code = {quoted}, label = {quoted} }}]\n")


def test_rules_in_a_circle_or_about_themselves_are_told() -> None:
    rule = 'open_when = {{ question = "{asked}", any_of = ["x"] }}\n'
    circle = QUESTION.format(n=1) + rule.format(asked="q2") + QUESTION.format(n=2) + rule.format(asked="q1")
    assert "comes later" in refused("page-a.toml", circle)
    assert "comes later" in refused("page-a.toml", QUESTION.format(n=1) + rule.format(asked="q1"))
    under = QUESTION.format(n=1) + 'under = "q2"\n' + QUESTION.format(n=2) + 'under = "q1"\n'
    assert "no earlier question" in refused("page-a.toml", under)


def nested(deep: int) -> dict[str, object]:
    rule: dict[str, object] = {"question": "plan", "any_of": ["na"]}
    for _ in range(deep):
        rule = {"not": rule}
    return rule


@pytest.mark.parametrize("deep", [101, 5_000, 100_000])
def test_a_rule_that_is_too_deep_is_told(deep: int) -> None:
    with pytest.raises(BadRule, match="no more than 50 in one another"):
        read_rule(nested(deep))


def test_a_rule_as_deep_as_anybody_writes_holds() -> None:
    rule = read_rule(nested(40))
    assert read_rule(write_rule(rule) or {}) == rule
    wide = read_rule({"any": [{"question": "plan", "any_of": ["na"]} for _ in range(200)]})
    question = small().questions[-1]
    assert open_questions([question], Sheet({}, {})) and wide


# As an inspection file carries them


def carried(texts: object, *, hashed: str = "", packed: bytes | None = None) -> QuestionSet:
    content = zlib.compress(json.dumps(texts).encode()) if packed is None else packed
    return QuestionSet("small", "1.0.0", hashed, content)


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * megabytes


CARRIED: dict[str, Callable[[], QuestionSet]] = {
    "two gigabytes of noughts": lambda: carried(None, packed=bomb(2_000)),
    "no packed bytes": lambda: carried(None, packed=b"x" * 100),
    "nothing": lambda: carried(None, packed=b""),
    "cut off": lambda: carried(None, packed=zlib.compress(b'{"a": "b"}')[:-4]),
    "packed twice": lambda: carried(None, packed=zlib.compress(zlib.compress(b"{}"))),
    "a list": lambda: carried([]),
    "numbers for texts": lambda: carried({"a": 1}),
    "lists without end": lambda: carried(None, packed=zlib.compress(b"[" * 500_000)),
    "tables without end": lambda: carried(None, packed=zlib.compress(b'{"a":' * 200_000)),
    "half a character": lambda: carried({"instrument.toml": "\ud800"}),
    "half a character as a name": lambda: carried({"\udfff": ""}),
    "another hash": lambda: carried(TEXTS, hashed="0" * 64),
    "names that lead elsewhere": lambda: carried({"../../x": "", "/etc/passwd": ""},
    hashed=content_hash({"../../x": "", "/etc/passwd": ""})),
    "a set of another name": lambda: QuestionSet("other", "1.0.0", content_hash(TEXTS),
    zlib.compress(json.dumps(TEXTS).encode())),
}  # fmt: skip


@pytest.mark.parametrize("what", CARRIED)
def test_a_carried_set_that_is_not_what_it_says_is_told(what: str, tmp_path: Path) -> None:
    with watching(tmp_path) as seen, pytest.raises(DamagedSet, match="nothing was changed"):
        unpack(CARRIED[what]())
    assert seen.reached == []


# From an archive or a folder


def archive(path: Path, files: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def test_names_in_an_archive_lead_nowhere(tmp_path: Path) -> None:
    """Nothing is unpacked to the disk, so that a name can say what it likes."""
    inside = tmp_path / "in"
    inside.mkdir()
    made = archive(
        inside / "set.zip", {f"../../{name}": text for name, text in TEXTS.items()} | {"/etc/evil.toml": "x = 1"}
    )
    with watching(inside) as seen:
        assert read_source(made).id == "small"
    assert seen.reached == []
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["in", "set.zip"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_told(method: int, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"no \.zip archive that can be read"):
        read_source(archive(tmp_path / "set.zip", TEXTS, method))


def test_an_archive_that_unpacks_to_more_than_it_says_is_told(tmp_path: Path) -> None:
    made = archive(
        tmp_path / "set.zip",
        {"instrument.toml": " " * 3_000_000, **{n: t for n, t in TEXTS.items() if n != "instrument.toml"}},
    )
    content = made.read_bytes().replace((3_000_000).to_bytes(4, "little"), (300).to_bytes(4, "little"))
    made.write_bytes(content)
    with pytest.raises(KnownError):
        read_source(made)
    with pytest.raises(KnownError, match="far too large"):
        read_source(archive(made, {"instrument.toml": " " * (limits.LARGEST + 1)}))


def test_a_zip_of_overlapping_files_and_one_that_is_too_large_are_told(tmp_path: Path) -> None:
    made = archive(tmp_path / "set.zip", TEXTS | {"page-x.toml": "x = 1"})
    content = bytearray(made.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as parts:
        central = parts.start_dir
    for at in range(central, len(content) - 46):
        if content[at : at + 4] == b"PK\x01\x02":
            content[at + 42 : at + 46] = b"\0\0\0\0"  # every file is said to lie where the first does
    made.write_bytes(content)
    with pytest.raises(KnownError):
        read_source(made)
    with (tmp_path / "large.zip").open("wb") as large:
        large.truncate(LARGEST_ARCHIVE + 1)
    with pytest.raises(KnownError, match="larger than 64 MB"):
        read_source(tmp_path / "large.zip")


@pytest.mark.parametrize("what", ["link in a circle", "too large", *DEVICES])
def test_a_file_of_a_set_that_is_none_is_told(what: str, tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = tmp_path / "glossary.toml"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "too large":
        with path.open("wb") as large:
            large.truncate(limits.LARGEST + 1)
    else:
        path.symlink_to(path if "circle" in what else what)
    with pytest.raises(BadRows) as told:
        load(tmp_path)
    assert told.value.rows[0].startswith("glossary.toml: cannot be read")
    if what != "too large":
        with pytest.raises(KnownError):
            read_source(path.rename(tmp_path / "glossary.zip"))


def test_what_ships_is_well_within_the_limits() -> None:
    folder = Path(__file__).resolve().parents[1] / "resources" / "instruments" / "violence-2013"
    instrument = load(folder)
    size = sum(len(text) for text in instrument.files.values())
    assert size * 10 < limits.LARGEST
    assert len(instrument.questions) * 10 < limits.MOST_QUESTIONS
    assert max(len(q.choices) for q in instrument.questions) * 10 < limits.MOST_CHOICES
    packed = pack(instrument)
    assert packed is not None and unpack(packed) == instrument
