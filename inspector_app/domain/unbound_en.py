"""The words by which typed numbers are known in British English."""

from __future__ import annotations

from inspector_app.domain.unbound import TypedWords
from inspector_app.domain.wording_en import ENGLISH

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_NUMBER = r"(?:\d+(?:\.\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-h]\d*)"
_NUMBERED = (
    "levels?|tiers?|categor(?:y|ies)|stages?|steps?|parts?|chapters?|sections?|appendi(?:x|ces)|annex(?:es)?|tables?"
    "|charts?|figures?|paragraphs?|paras?\\.?|outcomes?|criteri(?:on|a)|pages?|pp?\\.|nos?\\.|numbers?|versions?"
    "|schedules?|articles?|footnotes?|notes?|recommendations?|questions?|grades?|bands?|form"
)
_COUNTED = (
    "cases?|persons?|people|men|man|women|woman|offenders?|officers?|victims?|child|children|families|family|plans?"
    "|reports?|files?|reviews?|assessments?|analys[ie]s|screenings?|instances?|occasions?|orders?|licen[cs]es?"
    "|sentences?|residents?|interviews?|managers?|sentencers?|judges?|magistrates?|visits?|programmes?|offences?"
    "|transfers?|recalls?|breach(?:es)?|proposals?|partners?|requirements?|objectives?|referrals?|checks?|meetings?"
    "|inspectors?|assessors?|staff|teams?|units?|offices?|answers?|factors?"
)
_PART = "half|(?:a|one|two)[ -]thirds?|(?:a|one|three)[ -]quarters?|(?:a|one|two|three|four)[ -]fifths?"
_MORE = "(?:a|one|two|three|five|seven|nine)[ -](?:sixths?|sevenths?|eighths?|ninths?|tenths?)"

ENGLISH_TYPED = TypedWords(
    numbers=ENGLISH,
    one="one",
    large="zero|hundred|thousand|million|dozen",
    fractions=f"{_PART}|{_MORE}",
    nearly="just over|just under|slightly more than|slightly less than|more than|less than|fewer than|at least|at most"
    "|almost|nearly|over|under|about|around|approximately|some|only",
    phrases="nearly all|all but",
    per_cent="per cent|percent",
    joins="and",
    of="of(?: the)?",
    counted=_COUNTED,
    one_of=rf"(?:them|these|those|whom|which)\b|(?:the|our|its|their|his|her) (?:[\w’'-]+ ){{0,2}}?(?:{_COUNTED})\b",
    one_after="only|just|but|at least|all but",
    all_of="(?:all|none) of(?: (?:the|these|those|our|its|their))?",
    let_alone=(
        rf"\b(?:{_NUMBERED}) {_NUMBER}(?:(?:, | and | or | to |[–-]){_NUMBER})*\b",
        rf"\b\d{{1,2}}(?: ?(?:to|and|–|-) ?\d{{1,2}})? (?:{_MONTH})\b(?: \d{{4}})?",
        rf"\b(?:{_MONTH}) \d{{1,2}}\b(?!%)",
        rf"(?<![\d,.£])\b(?:19|20)\d\d(?:[–/-]\d{{2,4}})?\b(?!%|,\d| (?:{_COUNTED})\b)",
        r"\b\d{1,2}(?:[.:]\d{2})? ?(?:am|pm|a\.m\.|p\.m\.|o[’']clock)\b",
        r"\b\w+ o[’']clock\b",
        r"\bevery (?:hundred|thousand|million)\b",
        r"\bhalf(?:-(?!dozen)\w+| an? \w+| past\b|way\b)",
        r"\b(?:the )?(?:first|second|other) half (?=of (?:the |\d))",
        # A third visit is the one after the second.
        r"\ba (?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth) "
        r"(?!(?:of|were|was|had|have|has|did|do|are|is|and|or|in|to)\b)(?=[a-z])",
        r"\b(?:one-off|one-sided|one-way|two-way|one-to-one|two-sided|twofold|threefold|one by one|one or other)\b",
        r"\bone(?= (?:another|day|thing|hand|side|side’s)\b|[’']s\b|self\b)",
        r"\b(?:no|any|every|each|some|this|that|which|the|another|such) one\b"
        r"(?! (?:case|person|plan|report|officer)s?\b)",
    ),
)
