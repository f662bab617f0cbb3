"""Recovery copies: all that stands is in them, nothing in them acts, and of an encrypted inspection they hide all."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Ledger
from inspector_app.domain.reading_copy import reading_copy
from inspector_app.exchange.recovery_page import Stamp, content, plain_page, sealed_page
from inspector_app.exchange.recovery_script import SCRIPT
from inspector_app.exchange.recovery_seal import ROUNDS, PassphraseLock, lock_of, seal
from inspector_app.services.commands import AddCase, Ask, SetAnswer, SetFlag, WriteSection
from inspector_app.services.inspections import Inspections
from inspector_app.services.page_locks import PageLocks
from inspector_app.services.recovery_copy import Frozen, page_of
from inspector_app.services.session import Person, Session
from inspector_app.storage.file_key import FileKey, new_key
from tests.small import small
from tests.test_file_key import CHEAP

AT = datetime(2013, 6, 10, 14, 3, tzinfo=UTC)
STAMP = Stamp(AT, "0.1.0")
WORDS = "quiet otter under séven bridges"
HOSTILE = (
    "<script>alert(1)</script>", "</main></body><img src=http://x.example/a onerror=alert(1)>",
    "'\"><a href='file:///etc'>", "<!-- --><style>*{background:url(//x)}</style>", "&lt;b&gt; &#60; <svg/onload=1>",
    "\x00\x07\x1b[31m", "a\u202egnp.exe", "</script><script>", "<meta http-equiv=refresh content='0;url=//x'>",
    "]]>\r\n<base href=//x>", "\U0001f600 \ufeff\u2028",
)  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Inspections({"small": small()}, now=lambda: AT).create(
        tmp_path / "a.inspection", "small", Person("AB", "d"), {"trust": "A Trust"}, {"AB": "lead", "CD": "inspector"}
    )
    made.do(AddCase("C1", "AB", {"type": "licence", "officer": "P7", "start": "2013-02-01"}))
    made.do(SetAnswer("case", "C1", "plan", "insufficient", "It came late.\nTwice.", "on_file"))
    made.do(SetAnswer("case", "C1", "plan_reasons", "late;thin"))
    made.do(SetFlag("case", "C1", "review", True))
    made.do(SetAnswer("officer", "P7", "fair", "yes"))
    yield made
    made.close()


def page(session: Session) -> str:
    return plain_page(reading_copy(session.ledger, session.instrument), STAMP).decode()


def text_of(html: str) -> str:
    """What a browser shows."""
    shown: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            if self.cdata_elem is None:
                shown.append(data)

    Reader().feed(html)
    return " ".join(" ".join(shown).split())


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found


def test_all_that_stands_is_in_it(session: Session) -> None:
    shown = text_of(page(session))
    for part in (
        "A Trust", "Case C1", "In progress , allocated to AB", "Type Licence", "Start 1 February 2013",
        "A1 Was plan done?", "Insufficient on file · AB", "It came late. Twice.", "Late; Thin", "come back to this",
        "Not answered: A2, A3, A4", "Officer P7",
        "interviewed by AB", "G1 Is it fair? Yes", "AB, lead inspector; CD, inspector",
    ):  # fmt: skip
        assert part in shown, (part, shown)


def test_what_conflicts_stands_side_by_side(session: Session, tmp_path: Path) -> None:
    other = tmp_path / "b.inspection"
    session.writer.submit(lambda s: s.copy_to(other)).result()
    theirs = Inspections({"small": small()}, now=lambda: AT).open(other, Person("AB", "d2"))
    theirs.do(SetAnswer("case", "C1", "plan", "not_done", "There is none."))
    session.do(SetAnswer("case", "C1", "plan", "sufficient", "Found it."))
    session.join(theirs.revisions())
    theirs.close()
    shown = text_of(page(session))
    assert "Several answers stand here" in shown and "There is none." in shown and "Found it." in shown
    assert shown.count(" · does not count") == 1


def test_queries_and_the_text_of_the_report_are_in_it(session: Session) -> None:
    session.do(Ask("C1", "plan", "Why late?"))
    session.do(WriteSection("foreword", "We came in June."))
    shown = text_of(page(session))
    assert "AB asks, " in shown and "Why late?" in shown and "We came in June." in shown and "A1 open" in shown


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_somebody_typed_is_shown_and_never_acts(session: Session, hostile: str) -> None:
    before = elements(page(session))
    session.do(SetAnswer("case", "C1", "plan", "insufficient", hostile, "on_file"))
    session.do(AddCase(f"X {hostile}", "AB", {"office": hostile}))
    html = page(session)
    added = [tag for tag, _ in elements(html)]
    assert set(added) <= {tag for tag, _ in before} | {"bdi"}, "no element of theirs"
    for _, attributes in elements(html):
        assert not {name for name in attributes if name.startswith("on")}
        assert set(attributes) <= {
            "class",
            "id",
            "href",
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "aria-label",
        }
        assert (attributes.get("href") or "#").startswith("#"), "no way out"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", html.replace("\r", "")), "no control characters"


@given(st.text(max_size=200))
def test_any_text_comes_out_as_it_was_typed(typed: str) -> None:
    from inspector_app.exchange.recovery_page import _typed

    html = _typed(typed)
    assert set(re.findall(r"<[^>]*>", html)) <= {"<bdi>", "</bdi>"} and '"' not in html and "'" not in html
    visible = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", typed)
    shown: list[str] = []

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            shown.append(data)

    reader = Reader()
    reader.feed(html)
    reader.close()
    assert "".join(shown) == visible


def policy_of(html: str) -> str:
    return next(str(a["content"]) for tag, a in elements(html) if a.get("http-equiv") == "Content-Security-Policy")


def test_the_browser_is_told_to_allow_nothing_but_what_is_in_the_page(session: Session) -> None:
    plain = page(session)
    assert "script-src 'none'" in policy_of(plain) and "<script" not in plain
    sealed = sealed_page(seal(b"x", bytes(32), None), STAMP).decode()
    for html in (plain, sealed):
        policy = policy_of(html)
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "http" not in policy
        assert "form-action 'none'" in policy and "base-uri 'none'" in policy
        style = html.partition("<style>")[2].partition("</style>")[0]
        assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy
    script = sealed.rpartition("<script>")[2].partition("</script>")[0]
    assert f"script-src 'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" in policy_of(
        sealed
    )


# The format, as the README tells it, read by nobody's code but this


def sealed_json(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="sealed">(.*?)</script>', html, re.DOTALL)
    assert found
    read = json.loads(found[1])
    assert isinstance(read, dict)
    return read


def opened(html: str, passphrase: str = "", recovery: bytes = b"") -> str:
    label, data = b"inspector-recovery-1", sealed_json(html)
    if recovery:
        box, key = data["recovery"], HKDF(SHA256(), 32, b"", label).derive(recovery)
    else:
        box = data["passphrase"]
        salt = base64.b64decode(box["salt"])  # type: ignore[index]
        key = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, box["rounds"])  # type: ignore[index]
    content_key = _decrypt(key, box, label)
    return _decrypt(content_key, data, label).decode()


def _decrypt(key: bytes, box: object, label: bytes) -> bytes:
    assert isinstance(box, dict)
    return AESGCM(key).decrypt(base64.b64decode(box["nonce"]), base64.b64decode(box["data"]), label)


QUICK_LOCK = lock_of(WORDS, rounds=1000)


def sealed(session: Session, key: FileKey, lock: PassphraseLock | None = QUICK_LOCK) -> str:
    inside = content(reading_copy(session.ledger, session.instrument), STAMP).encode()
    return sealed_page(seal(inside, key.secret, lock), STAMP).decode()


def test_a_third_party_opens_it_with_passphrase_or_recovery_key(session: Session) -> None:
    key = new_key(WORDS, CHEAP)
    html = sealed(session, key)
    inside = opened(html, WORDS)
    assert "It came late." in inside and opened(html, recovery=key.secret) == inside
    for wrong in (lambda: opened(html, WORDS + "!"), lambda: opened(html, recovery=bytes(32))):
        with pytest.raises(InvalidTag):
            wrong()


def test_an_encrypted_copy_shows_nothing(session: Session) -> None:
    key = new_key(WORDS, CHEAP)
    html = sealed(session, key)
    for marker in (
        "A Trust",
        "Case C1",
        "It came late",
        "Officer P7",
        "Licence",
        WORDS,
        key.written(),
        key.secret.hex(),
    ):
        assert marker not in html, marker
    again = sealed(session, key)
    first, second = sealed_json(html), sealed_json(again)
    assert first["data"] != second["data"] and first["nonce"] != second["nonce"], "a key of its own for each copy"


def test_without_the_passphrase_at_hand_only_the_recovery_key_opens_it(session: Session) -> None:
    key = new_key(WORDS, CHEAP)
    html = sealed(session, key, None)
    assert "passphrase" not in sealed_json(html) and 'id="by-passphrase"' not in html
    assert "It came late." in opened(html, recovery=key.secret)


def test_the_rounds_are_a_million() -> None:
    assert ROUNDS >= 1_000_000 and repr(lock_of("x", 1)) == "PassphraseLock(…)"


NODE = """
const fs = require("fs"), vm = require("vm");
const html = fs.readFileSync(process.argv[2], "utf8");
const script = html.slice(html.lastIndexOf("<script>") + 8, html.lastIndexOf("</script>"));
const json = /<script type="application\\/json" id="sealed">(.*?)<\\/script>/s.exec(html)[1];
vm.runInThisContext(script + ";globalThis.unseal = unseal;");
const tries = JSON.parse(fs.readFileSync(process.argv[3], "utf8"));
(async () => {
  const told = [];
  for (const [typed, byRecoveryKey] of tries) {
    try {
      told.push(await unseal(JSON.parse(json), typed, byRecoveryKey));
    } catch (error) {
      told.push("! " + error.message);
    }
  }
  process.stdout.write(JSON.stringify(told));
})();
"""


def in_node(html: str, tries: list[tuple[str, bool]], tmp_path: Path) -> list[str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node, whose Web Crypto stands in for a browser's, is not there")
    for name, text in (("page.html", html), ("run.js", NODE), ("tries.json", json.dumps(tries))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [node, *(str(tmp_path / name) for name in ("run.js", "page.html", "tries.json"))]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=True)
    found = json.loads(told.stdout)
    assert isinstance(found, list)
    return found


def test_the_script_in_the_page_and_python_agree(session: Session, tmp_path: Path) -> None:
    key = new_key(WORDS, CHEAP)
    written = key.written()
    html = sealed(session, key)
    slip = written[:-1] + ("A" if written[-1] != "A" else "B")
    other_end = written[:-6] + ("B" if written[-6] == "A" else "A") + written[-5:]
    decomposed = WORDS.replace("é", "e\u0301")
    told = in_node(
        html,
        [
            (WORDS, False), (decomposed, False), (written, True), (written.lower().replace("-", " "), True),
            (written.replace("O", "0").replace("I", "1").replace("B", "8"), True), (WORDS + "!", False), ("", False),
            (slip, True), (other_end, True), ("", True), (new_key(WORDS, CHEAP).written(), True),
        ],
        tmp_path,
    )  # fmt: skip
    inside = opened(html, WORDS)
    assert told == [inside] * 5 + ["! wrong", "! wrong", "! mistyped", "! mistyped", "! mistyped", "! wrong"]


def test_a_copy_that_was_tampered_with_opens_to_nobody(session: Session, tmp_path: Path) -> None:
    html = sealed(session, new_key(WORDS, CHEAP))
    data = str(sealed_json(html)["data"])
    flipped = data[:100] + ("A" if data[100] != "A" else "B") + data[101:]
    spoilt = html.replace(data, flipped)
    with pytest.raises(InvalidTag):
        opened(spoilt, WORDS)
    assert in_node(spoilt, [(WORDS, False)], tmp_path) == ["! damaged"]


def test_the_script_names_nothing_that_reaches_out() -> None:
    for word in (
        "fetch",
        "XMLHttpRequest",
        "WebSocket",
        "http",
        "import(",
        "eval",
        "location",
        "localStorage",
        "cookie",
    ):
        assert word not in SCRIPT


def test_the_key_of_the_passphrase_is_made_once_and_waited_for(session: Session) -> None:
    key, locks = new_key(WORDS, CHEAP), PageLocks()
    locks.learn(key, WORDS)
    html = page_of(Frozen(session.revisions(), session.instrument, key, locks, STAMP)).decode()
    assert "It came late." in opened(html, WORDS)
    assert PageLocks().of(key) is None
    locks.learn(new_key(WORDS, CHEAP), WORDS + "!")
    assert locks.of(key) is not None, "what does not open the file locks nothing"


def test_the_example_is_laid_out_whole(example_file: Path, shipped: Inspections) -> None:
    session = shipped.open(example_file, Person("HMI-01", "test"))
    try:
        copy = reading_copy(Ledger(session.revisions()), session.instrument)
        html = plain_page(copy, STAMP).decode()
        standing = sum(
            any(head.content)
            for ref in session.refs() for slot in session.ledger.slots("case", ref) if slot.facet == "answer"
            for head in session.ledger.heads(slot)
        )  # fmt: skip
        said = sum(len(line.said) for case in copy.cases for page in case.reading.pages for line in page.lines)
        assert len(copy.cases) == 72 and said == standing > 10_000
        assert html.count('<section class="case">') == 72 and "These cases are made up." in html
    finally:
        session.close()
