"""Reporting verbs: their places in a sentence, and whether they report something there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from readouts.entities.document import Document
from readouts.entities.people import follows_capital
from readouts.language.decision_tables import decide
from readouts.language.lexicon import alternation, word_list, words
from readouts.language.normalization import normalize_words
from readouts.language.patterns import pattern
from readouts.language.words import edges
from readouts.model import Sentence
from readouts.statements.speakers import Subject, SubjectFinder, before_adverbs

# After verbs of these classes comes a list of proposals.
_LISTING = ("propose", "commit", "agree", "need", "will")
# After verbs of these classes a phrase of time or circumstance may open the content.
_AFFIRMING = ("affirm", "inform")
_MODAL = ("need", "will")
_CONTENT = re.compile(r"\w")


@dataclass(frozen=True)
class ReportingVerb:
    """A verb that reports a statement. ``verb_class`` is its list in ``verbs.yml``: an act, or
    ``need`` or ``will`` for a modal verb; ``clause_start`` is where its clause starts, before its
    subject; ``joined`` says that only a subject or "và" separates it from the reporting verb before
    it; ``boundary`` is the mark or joiner before its clause."""

    start: int
    end: int
    verb: str
    verb_class: str
    subject: Subject
    clause_start: int
    joined: bool
    boundary: str = ""


def find_reporting_verbs(document: Document, sentence: Sentence) -> list[ReportingVerb]:
    """Return the reporting verbs of a sentence, in order.

    >>> from readouts.entities.document import one_sentence
    >>> text = "Thủ tướng đề nghị Lào tăng cường hợp tác; hoan nghênh các đề nghị của Lào."
    >>> document = one_sentence(text)
    >>> verbs = find_reporting_verbs(document, document.body[0])
    >>> [(verb.verb, verb.verb_class, verb.subject.kind) for verb in verbs]
    [('đề nghị', 'propose', 'person'), ('hoan nghênh', 'appraise', 'none')]
    """
    text, start, end = document.text, sentence.start, sentence.end
    subjects = SubjectFinder(document, start, end)
    found: list[ReportingVerb] = []
    left = start
    for match in _verbs().finditer(text, start, end):
        if match.start() < left or _nominal(text, match, start, end):
            continue
        if " " not in match.group() and not _is_word(text, match, start, end):
            continue
        verb = _reporting_verb(subjects, match, left, found)
        if verb is not None:
            found.append(verb)
            left = verb.end
    return found


def _reporting_verb(
    subjects: SubjectFinder, match: re.Match[str], left: int, found: Sequence[ReportingVerb]
) -> ReportingVerb | None:
    text, previous = subjects.text, found[-1] if found else None
    verb = re.sub(" +", " ", match.group().lower())
    verb_class = _verb_classes()[verb]
    subject = subjects.before(left, match.start())
    clause = subject.start if subject.kind != "none" else match.start()
    stop = before_adverbs(text, left, clause)
    gap, opener = text[left:stop], text[stop:clause]
    joined = previous is not None and _joins(text, match.end(), verb_class, subject, previous, gap)
    boundary = "" if joined else _boundary(gap)
    boundary = boundary or ("và" if pattern("connectives.clause_joiners").search(opener) else "")
    reporting = ReportingVerb(
        match.start(), match.end(), verb, verb_class, subject, stop, joined, boundary
    )
    case = VerbInPlace(text, reporting, left, subjects.start, previous, opener)
    return reporting if decide("reports", case).get("then") else None


def _joins(
    text: str, end: int, verb_class: str, subject: Subject, previous: ReportingVerb, gap: str
) -> bool:
    """Return whether only a subject, or a phrase of time or circumstance, separates two verbs."""
    if not _CONTENT.search(gap) and ";" not in gap:
        return True
    named = subject.kind in ("side", "joint")
    if previous.verb_class in _AFFIRMING and named and pattern("set_off").fullmatch(gap):
        return True
    bare = verb_class == "need" and subject.kind == "none"
    passive = bare and pattern("passive_behind").match(text, end)
    return bool(passive) and _boundary(gap) == ","


@dataclass(frozen=True)
class VerbInPlace:
    """A verb in its sentence: the properties that the tables ``reports``, ``modals``, ``heads`` and
    ``first`` of ``rules.yml`` ask for."""

    text: str
    verb: ReportingVerb
    left: int
    start: int
    previous: ReportingVerb | None
    opener: str

    @property
    def kind(self) -> str:
        return self.verb.subject.kind

    @property
    def verb_class(self) -> str:
        return self.verb.verb_class

    @property
    def boundary(self) -> str:
        return self.verb.boundary

    @property
    def joined(self) -> bool:
        return self.verb.joined

    @cached_property
    def before(self) -> str:
        """The class of the reporting verb before it, "" for the first."""
        return self.previous.verb_class if self.previous else ""

    def listed(self, key: str) -> bool:
        return self.verb.verb in words("verbs", key)

    def behind(self, name: str) -> bool:
        return bool(pattern(name).match(self.text, self.verb.end))

    def subject_is(self, name: str) -> bool:
        return bool(pattern(name).match(self.text, self.verb.subject.start))

    @property
    def listing(self) -> bool:
        """Whether the reporting verb before it opens a list of proposals."""
        return self.before in _LISTING

    @property
    def own_clause(self) -> bool:
        """Whether it is the first, or a mark or joiner separates it from the verb before it."""
        return self.previous is None or self.boundary != ""

    @property
    def opens(self) -> bool:
        """Whether it opens the sentence."""
        return not self.text[self.start : self.verb.start].strip(' "')

    @cached_property
    def chains(self) -> bool:
        """Whether it may depend on the verb before it ("khẳng định … sẵn sàng")."""
        if self.boundary == "và" or self.before in _AFFIRMING:
            return self.before != "propose" or self.boundary == "và"
        if self.before == "agree":
            return self.verb_class in (
                "appraise",
                "concern",
                "affirm",
                "propose",
                "commit",
                "inform",
            )
        return self.before in _MODAL and self.verb_class in ("propose", "commit")

    @cached_property
    def goes_on(self) -> bool:
        """Whether it continues a list of proposals ("nhất trí …, tiếp tục ủng hộ …")."""
        modal = self.verb_class in _MODAL
        listing = self.before in _LISTING and self.kind == "none" and not modal
        return listing and bool(pattern("verbs.going_on").match(self.opener.lstrip()))


def _boundary(gap: str) -> str:
    """Return the punctuation mark at the end of the text before a verb's clause, or ""."""
    stripped = gap.rstrip(' "')
    if stripped.endswith((",", ";", ":")):
        return stripped[-1]
    return ""


def _is_word(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """One syllable is a verb only where the segmenter sees a word ("mong", not "trông mong")."""
    starts, ends = edges(text[start:end])
    if match.end() - start not in ends:
        # The segmenter reads "cần thiết | lập" where "cần | thiết lập" is meant.
        modal = match.group().lower() in words("verbs", "need")
        # … and glues a verb to a name after it ("mong | Brazil").
        return modal or text[match.end() + 1 : match.end() + 2].isupper()
    # The segmenter glues a verb to the name before it ("Phúc mong").
    named = follows_capital(text, start, match.start())
    return match.start() - start in starts or (
        named and match.group().lower() not in words("verbs", "acts_themselves")
    )


def _nominal(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Tell a noun reading: "các cam kết", "theo đề nghị của", "đề nghị trên", "Tuyên bố chung"."""
    opens = not text[start : match.start()].strip(' "-')
    if match.group()[0].isupper():
        behind = pattern("noun_opening_after").match(text, match.end())
        if not opens or behind or pattern("said_of").search(text, match.end(), end):
            return True
    verb = re.sub(" +", " ", match.group().lower())
    if _verb_classes()[verb] in ("need", "will"):
        return text.startswith("sự ", max(start, match.start() - 3))
    if verb in words("verbs", "never_nouns"):
        return False
    if pattern("noun_before").search(text, max(start, match.start() - 25), match.start()):
        return True
    return bool(pattern("noun_after").match(text, match.end()))


@cache
def _verb_classes() -> dict[str, str]:
    lists = word_list("verbs")
    return {
        normalize_words(verb): verb_class
        for verb_class in lists["classes"]
        for verb in lists[verb_class]
    }


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(alternation(_verb_classes()), re.IGNORECASE)
