"""The kinds of mail there are, the words an operator may put into each, and how words are filled.

Words are plain text with placeholders in braces, `{course}`. They are replaced in one pass and never run as a
template, so neither what an operator wrote nor what stands in a value can reach anything but itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
EVERYWHERE = {"name": ("홍길동", "HONG Gildong"), "complex": ("충북 이차전지 특화단지", "Chungbuk battery complex")}

Sample = tuple[Any, Any]  # Korean, English


@dataclass(frozen=True)
class Letter:
    """One kind of mail. `words` are its placeholders with a sample in each language; `demanded` must stand in the text.

    `also` are the facts that only the shipped words ask for, again for a sample.
    """

    kind: str
    label: "str | Promise"
    words: Mapping[str, Sample]
    demanded: frozenset[str]
    also: Mapping[str, Any]

    @property
    def placeholders(self) -> list[str]:
        return [*EVERYWHERE, *self.words]

    def sample(self, language: str) -> dict[str, Any]:
        at = 1 if language == "en" else 0
        return {name: pair[at] for name, pair in {**EVERYWHERE, **self.words}.items()} | dict(self.also)


class Unfilled(LookupError):
    """A mail does not bring a word that was asked for."""


_letters: dict[str, Letter] = {}


def register(
    kind: str,
    label: "str | Promise",
    words: Mapping[str, Sample],
    *,
    demanded: str = "",
    also: Mapping[str, Any] | None = None,
) -> None:
    """Make a kind's words editable. Called from `ready()` only. `demanded` names placeholders, apart by spaces."""
    _letters[kind] = Letter(kind, label, words, frozenset(demanded.split()), also or {})


def known() -> list[Letter]:
    return list(_letters.values())


def find(kind: str) -> Letter | None:
    return _letters.get(kind)


def label(kind: str) -> str:
    """What a kind is called on a page."""
    return str(_letters[kind].label) if kind in _letters else kind


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its values, in one pass. Raises Unfilled where one is not there."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise Unfilled(match[1])
        found = values[match[1]]
        return "\n".join(f"- {item}" for item in found) if isinstance(found, list | tuple) else str(found)

    return PLACEHOLDER.sub(value, text)


def faults(letter: Letter, *, subject: str, body: str) -> dict[str, str]:
    """What is wrong with an operator's words, by field; empty where nothing is."""
    found = {name: _fault(letter, text) for name, text in (("subject", subject), ("body", body))}
    if "\n" in subject or "\r" in subject:
        found["subject"] = _("A subject is one line. Take out the line break.")
    missing = sorted(letter.demanded - set(PLACEHOLDER.findall(body)))
    if missing and not found["body"]:
        found["body"] = _("This mail must say %(words)s. Put it into the text.") % {"words": _braced(missing)}
    return {name: sentence for name, sentence in found.items() if sentence}


def _fault(letter: Letter, text: str) -> str:
    unknown = sorted(set(PLACEHOLDER.findall(text)) - set(letter.placeholders))
    if unknown:
        facts = {"unknown": _braced(unknown), "known": _braced(letter.placeholders)}
        return _("This mail does not know %(unknown)s. It knows %(known)s.") % facts
    if "{" in (rest := PLACEHOLDER.sub("", text)) or "}" in rest:
        return _("Braces stand only around a placeholder, as in {name}. Take out the others.")
    return ""


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
