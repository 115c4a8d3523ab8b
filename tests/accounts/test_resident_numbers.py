"""What looks like a resident registration number, and what does not."""

import pytest

from training.core.text import looks_like_resident_number


@pytest.mark.parametrize(
    "text",
    [
        "990517-1234567",
        "9905171234567",
        "990517 - 1234567",
        "990517–1234567",
        "９９０５１７－１２３４５６７",
        "990517-1******",
        "990517-1●●●●●●",
        "제 번호는 000229-4123456입니다",
        "990517-5234567",  # a foreigner's
        "880101.2345678",
    ],
)
def test_looks_like_one(text):
    assert looks_like_resident_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "010-1234-5678",
        "+82 10-1234-5678",
        "043-270-2000",
        "제2026-충북-0001호",
        "19990517",
        "1999-05-17",
        "990517",
        "2026-11-22 09:03",
        "123-45-67890",  # a business number
        "991332-1234567",  # no such month
        "990500-1234567",  # no such day
        "990517-9234567",  # no such century
        "1234567890123456",
        "K7Q2-9XHD-44MV-2PTC",
        "",
    ],
)
def test_does_not_look_like_one(text):
    assert not looks_like_resident_number(text)
