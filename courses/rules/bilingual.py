"""Whether two languages of a lesson say the same numbers in the same places."""

import re
from dataclasses import dataclass, field

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
OPENS = re.compile(r":::\s*(\S+)")
HEADING = re.compile(r"(#{2,4}) ")
STRAY = re.compile(r"\*\*")
CODE = re.compile(r"`[^`]*`")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
TIMES = {
    "만": 10_000,
    "천": 1_000,
    "억": 100_000_000,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
MULTIPLE = re.compile(rf"({NUMBER.pattern})(?: ?({'|'.join(TIMES)}))?")
# Small numbers are words in one language and digits in the other: “두 가지”, “two”; “3번”, “three times”.
ENGLISH = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "first": 1, "second": 2, "third": 3, "fourth": 4, "once": 1, "twice": 2, "half": 2,
    "single": 1, "both": 2, "a": 1, "an": 1, "pair": 2, "double": 2, "quarter": 4, "fifth": 5, "tenth": 10, "dozen": 12,
    "tenths": 10, "thirds": 3, "halves": 2, "hundred": 100, "thousand": 1000, "million": 1000000, "fifteen": 15,
    "per": 1, "each": 1, "every": 1,
    "thirteen": 13, "fourteen": 14, "sixteen": 16, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "zero": 0, "no": 0, "eighth": 8, "hundredth": 100, "hundredths": 100, "thousandth": 1000, "thousandths": 1000,
}  # fmt: skip
KOREAN = {
    "하나": 1, "한": 1, "첫": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7,
    "여덟": 8, "아홉": 9, "열": 10, "절반": 2, "반": 2, "백": 100, "천": 1000, "만": 10000, "수십": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A heading with what stands below it, a container, or a table; `line` counts from 1."""

    kind: str
    line: int
    rows: tuple[str, ...] = field(default=())


def pieces(rows: list[str]) -> list[Piece]:
    """The body of a lesson file in its parts. The head between “---” is left out."""
    start = rows.index("---", 1) + 1 if rows[:1] == ["---"] and "---" in rows[1:] else 0
    found: list[tuple[str, int, list[str]]] = [("text", start + 1, [])]
    inside = False
    for number, row in enumerate(rows[start:], start=start + 1):
        kind = _kind(row, inside=inside, before=found[-1][0])
        if kind:
            found.append((kind, number, []))
            inside = row.startswith(":::")
        elif inside and row.strip() == ":::":
            inside = False
            found.append(("text", number + 1, []))
            continue
        found[-1][2].append(row)
    return [Piece(kind, line, tuple(lines)) for kind, line, lines in found if kind != "text" or any(lines)]


def _kind(row: str, *, inside: bool, before: str) -> str:
    if inside:
        return ""
    if opening := OPENS.match(row):
        return opening[1]
    if heading := HEADING.match(row):
        return heading[1]
    if row.startswith("|"):
        return "" if before == "table" else "table"
    return "text" if before == "table" and row.strip() else ""


def numbers(text: str) -> dict[str, set[str]]:
    """The numbers of a text, each with its readings: 10만 is 10 (“only 10”) or 100000. 1,000 is 1000, 10.0 is not 10."""
    found: dict[str, set[str]] = {}
    for number, times in MULTIPLE.findall(THOUSANDS.sub("", text)):
        plain = number.replace(",", ".")
        readings = found.setdefault(plain, {plain})
        if times and plain.count(".") < 2:
            readings.add(f"{float(plain) * TIMES[times]:.15g}")
    return found


def unlike(korean: Piece, english: Piece) -> list[str]:
    """Numbers that only one of them says, as digits or in words."""
    ours, theirs = "\n".join(korean.rows), "\n".join(english.rows)
    mine, yours = numbers(ours), numbers(theirs)
    lost = [number for number in _missing(mine, yours) if not _in_words(number, theirs)]
    added = [number for number in _missing(yours, mine) if not _in_korean(number, ours)]
    return sorted({*lost, *added}, key=_in_order)


def _missing(said: dict[str, set[str]], elsewhere: dict[str, set[str]]) -> list[str]:
    there = set().union(*elsewhere.values())
    return [number for number, readings in said.items() if not readings & there]


def _in_order(number: str) -> tuple[float, str]:
    try:
        return float(number), number
    except ValueError:
        return 0.0, number


def _in_words(number: str, english: str) -> bool:
    words = re.findall(r"[A-Za-z]+", english)
    if number.isdigit() and 1 <= int(number) <= 12 and MONTHS[int(number) - 1] in {word[:3] for word in words}:
        return True
    return any(str(value) == number and word in {each.lower() for each in words} for word, value in ENGLISH.items())


def _in_korean(number: str, korean: str) -> bool:
    return any(str(value) == number and word in korean for word, value in KOREAN.items())


def has_stray_marks(row: str) -> bool:
    """Whether asterisks are left that make nothing bold, judged by their number alone."""
    return len(STRAY.findall(CODE.sub("", row))) % 2 == 1
