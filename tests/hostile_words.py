"""Words that somebody might type to do harm, for every place in which a person can type or a file can say something."""

from __future__ import annotations


def hostile_words(url: str) -> tuple[str, ...]:
    """One of each kind; `url` is that of a picture that nobody may read."""
    path = url.removeprefix("file://")
    return (
        f'<img src="{url}"/> a picture',
        f'<img src="{path}" width="50" height="50"/>',
        f'<b>bold</b> <img src="{url}">',
        f'<p style="background-image: url({url})">styled</p>',
        f'<html><head><link rel="stylesheet" href="{url}"></head><body><h1>x</h1></body></html>',
        f'<object data="{url}"></object><iframe src="{url}"></iframe><script>x()</script>',
        f'<a href="{url}">press</a> <a href="javascript:x()">y</a>',
        '<para><font color="[__import__(\'os\').system(\'x\')]">red</font></para>',
        f'<font name="{path}" size="1e9">x</font><onDraw name="x" label="y"/><seq id="a"/>',
        "<para autoLeading='off' leading='1e9'><super><super><super>x</super></super></super></para>",
        f"![picture]({url}) [link]({url}) <{url}> [ref]: {url}",
        f'@import url("{url}"); QWidget {{ image: url({path}) }}',
        "{{fig: question=" + "x" * 50 + "}} {{fig: cases}} {{chart: criterion=../..}} {{plain: \"1\"}} {{para: zz}}",
        "=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(1+1)", "\t=1+1", "\r=1+1", "'=1+1", '=HYPERLINK("http://x","y")',
        "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe", '{ DDEAUTO "x" } { INCLUDETEXT "/etc/passwd" }',
        "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e", "a\u200bb\u200c\u200d\ufeff\u2060",
        "Z" + "\u0350\u0488" * 60 + "algo",
        "nul\x00in\x01side\x1b[31mred\x1b]0;title\x07\x9b2J\x7f", "\ufffe\uffff\U0010ffff\ud7ff",
        "line\u2028sep\u2029par\x85nel\x0b\x0c",
        "%s %n %x %(name)s {0} {name} {0.__class__} ${HOME} `id` $(id)", "'; DROP TABLE revision; --",
        '"); DELETE FROM draft; --',
        "../../../../etc/passwd", "..\\..\\windows\\x", "con", "/etc/passwd", "a/b\\c:d*e?f\"g<h>i|j", "-rf", "--help",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 ﷽" * 20, "x" * 3000, "word " * 2000, "\n" * 200 + "below",
        "&lt;img&gt; &#60;b&#62; &amp;",
    )  # fmt: skip
