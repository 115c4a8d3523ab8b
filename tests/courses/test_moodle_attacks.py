"""Files that were made to harm, or were harmed: told in a sentence, and never dearer than they are long."""

import io
import time
import tracemalloc

import pytest

from courses.rules.questions.content import Text
from courses.rules.questions.moodle import elements, gift_reading, texts, xml_reading
from courses.rules.questions.moodle.found import Broken

pytestmark = pytest.mark.usefixtures("english")

QUESTION = (
    '<question type="essay"><name><text>N{n}</text></name>'
    '<questiontext format="html"><text>{text}</text></questiontext></question>'
)
LAUGHS = '<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"


def quiz(*texts: str) -> str:
    return "<quiz>" + "".join(QUESTION.format(n=n, text=text) for n, text in enumerate(texts)) + "</quiz>"


def read(raw: bytes):
    """What was read, and the sentence at which reading ended."""
    came = []
    try:
        for found in xml_reading.read(io.BytesIO(raw)):
            came.append(found)
    except Broken as error:
        return came, str(error)
    return came, ""


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ((LAUGHS + quiz("&b;")).encode(), "defines entities"),
        ((OUTSIDE + quiz("&x;")).encode(), "defines entities"),
        (b'<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd">' + quiz("a").encode(), "defines entities"),
        (b'<!DOCTYPE quiz [<!ENTITY % p SYSTEM "file:///x"> %p;]><quiz/>', "defines entities"),
        (quiz("&b;").encode(), "Line 1"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (PNG, "no text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "no text"),
        (b"just words", "Line 1"),
        (b"<html><body/></html>", "begins with <html>"),
        (b"<quiz>" + b"<a>" * 200, "nested too deeply"),
        (b"<quiz><question type='" + b"x" * (6 << 20), "no end"),
        (quiz("a\0b").encode(), "no text"),
        (("<quiz>" + " " * 2000 + QUESTION.format(n=1, text="a\0b")).encode(), "Line 1"),
    ],
)
def test_nothing_of_a_harmful_file_is_read(raw, sentence):
    came, said = read(raw)
    assert came == []
    assert sentence in said


@pytest.mark.parametrize(
    "raw",
    [
        quiz("전극").encode(),
        quiz("전극").encode("cp949"),
        b'<?xml version="1.0" encoding="EUC-KR"?>' + quiz("전극").encode("cp949"),
        b'<?xml version="1.0" encoding="UTF-8"?>' + quiz("전극").encode("cp949"),
        b'<?xml version="1.0" encoding="utf-16"?>' + quiz("전극").encode(),
        b'<?xml version="1.0" encoding="zlib"?>' + quiz("전극").encode(),
        b"\xef\xbb\xbf" + quiz("전극").encode(),
        quiz("전극").encode("utf-16"),
        quiz("전극").encode("utf-16-le"),
        quiz("전극").encode("utf-16-be"),
        ('<?xml version="1.0" encoding="UTF-16"?>' + quiz("전극")).encode("utf-16"),
    ],
)
def test_words_in_any_encoding(raw):
    [found], said = read(raw)
    assert (found.said.prompt, said) == (Text("전극"), "")


def test_what_stands_before_a_break_is_read_and_the_line_is_told():
    raw = "<quiz>\n" + QUESTION.format(n=1, text="one") + "\n" + QUESTION.format(n=2, text="a & b") + "</quiz>"
    [found], said = read(raw.encode())
    assert (found.name, found.line) == ("N1", 2)
    assert said.startswith("Line 3 is no XML")


def test_a_deep_question_is_refused_and_the_next_one_read():
    deep = "<question type='essay'>" + "<x>" * 90 + "</x>" * 90 + "</question>"
    came, said = read(("<quiz>" + deep + QUESTION.format(n=2, text="b") + "</quiz>").encode())
    assert ([bool(found.said) for found in came], said) == ([False, True], "")


@pytest.mark.parametrize(
    "tail", ["", "<tags><tag><text>level:9</text></tag></tags>", "<hint/><answer/>", "<units><unit/></units>"]
)
def test_wrong_types_inside_raise_nothing(tail):
    for kind in xml_reading.KINDS:
        raw = f"<quiz><question type='{kind}'><questiontext><text>Q</text></questiontext>{tail}</question></quiz>"
        [found], said = read(raw.encode())
        assert bool(found.said) == (kind == "essay")
        assert (bool(found.refusal), said) == (kind != "essay", "")


@pytest.mark.parametrize("sign", ["<", "<a ", "<!--", "&#", "<![", "<a b='", "<span lang=ko class=multilang>", "[id:"])
def test_a_text_of_signs_takes_no_longer_than_one_of_words(sign):
    """Where time grows with the square of the length these take minutes."""
    raw, began = sign * (90_000 // len(sign)), time.monotonic()
    texts.read(raw, "html", language="ko", remarks=[])
    list(gift_reading.read(io.BytesIO(f"// {raw}\n{raw}{{}}".encode())))
    assert time.monotonic() - began < 15


class Endless(io.RawIOBase):
    """A file of so many questions, made while it is read, so that only the reader's memory counts."""

    def __init__(self, questions: int, padding: int) -> None:
        self.one = QUESTION.format(n="{}", text="word " * 20)
        self.padding = (
            "<question type='essay'><questiontext><file>"
            + "QUJD" * (padding // 4)
            + "</file></questiontext></question>"
        )
        self.questions = questions
        self.length = 0
        self.seek(0)

    def seek(self, place: int, whence: int = 0) -> int:
        self.parts = self._parts()
        self.rest = b""
        return 0

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (part := next(self.parts, None)):
            self.rest += part
        piece, self.rest = self.rest[:size], self.rest[size:]
        return piece

    def _parts(self):
        self.length = 0
        yield b"<quiz>"
        for n in range(self.questions):
            part = (self.one.format(n) if n % 2 else self.padding).encode()
            self.length += len(part)
            yield part
        yield b"</quiz>"


@pytest.mark.slow
def test_two_hundred_megabytes_take_little_memory():
    file = Endless(10_000, 40_000)
    tracemalloc.start()
    try:
        count = sum(1 for _found in xml_reading.read(file))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count, file.length > 200_000_000) == (10_000, True)
    assert peak < 8_000_000


def test_limits_are_those_the_attacks_above_reach():
    assert elements.DEEPEST < 200
    assert elements.QUIETEST < 6 << 20
