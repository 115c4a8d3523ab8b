"""Codes, numbers, names and truths, by tables."""

import random
from datetime import date

import pytest

from certificates.rules import codes, dates, names, numbers, truths
from certificates.states import CertificateState as State
from certificates.states import Truth

CODE = "0123456789ABCDEFGH"


def test_new_code_has_twenty_letters_of_the_alphabet_and_parses():
    code = codes.new()
    assert len(code) == 20
    assert set(code) <= set(codes.ALPHABET)
    assert codes.parsed(code) == code


def test_new_code_holds_at_least_eighty_random_bits():
    assert codes.RANDOM_LETTERS * 5 >= 80
    assert len({codes.new() for _ in range(500)}) == 500


@pytest.mark.parametrize("letter", "ILOU")
def test_alphabet_has_no_confusable_letters(letter):
    assert letter not in codes.ALPHABET


def test_parsed_ignores_case_spaces_and_dashes_and_reads_look_alikes():
    code = CODE + codes.check_letters(CODE)
    typed = f"  {codes.grouped(code).lower().replace('0', 'o').replace('1', 'l')} "
    assert codes.parsed(typed) == code
    assert codes.parsed("\u2013".join(code)) == code


def test_every_single_wrong_letter_and_every_swap_of_neighbors_is_noticed():
    code = codes.new()
    missed = []
    for place in range(20):
        for letter in codes.ALPHABET:
            if letter != code[place] and codes.parsed(code[:place] + letter + code[place + 1 :]):
                missed.append((place, letter))
        swapped = code[:place] + code[place : place + 2][::-1] + code[place + 2 :]
        if swapped != code and codes.parsed(swapped):
            missed.append((place, "swap"))
    assert missed == []


@pytest.mark.parametrize("typed", ["", "-", "ABCD", CODE, "가" * 20, "0" * 19 + "!", "<script>", "0" * 400])
def test_parsed_refuses_what_is_no_code(typed):
    assert codes.parsed(typed) is None


def test_keyed_hash_needs_the_key():
    assert codes.keyed_hash("A", "one") != codes.keyed_hash("A", "two")


def test_commitment_is_bound_to_code_and_label():
    made = codes.commitment("CODE", "birth", "1999-05-17")
    assert made == codes.commitment("CODE", "birth", "1999-05-17")
    assert (
        len({made, codes.commitment("CODE", "name", "1999-05-17"), codes.commitment("OTHER", "birth", "1999-05-17")})
        == 3
    )


@pytest.mark.parametrize(
    ("year", "running", "text"),
    [(2026, 1, "제2026-충북-0001호"), (2026, 9999, "제2026-충북-9999호"), (2026, 10000, "제2026-충북-10000호")],
)
def test_number_text_has_at_least_four_digits_and_comes_back(year, running, text):
    assert numbers.text(year, "충북", running) == text
    assert str(numbers.parsed(text)) == text


@pytest.mark.parametrize(
    "typed",
    [
        "제2026-충북-0001호",
        "2026-충북-0001",
        " 제 2026 – 충북 – 1 호 ",
        "２０２６충북0001",
        "제2026충북1호".encode().decode(),
    ],
)
def test_number_is_understood_however_it_is_typed(typed):
    assert str(numbers.parsed(typed)) == "제2026-충북-0001호"


@pytest.mark.parametrize("typed", ["", "2026", "충북-0001", "제2026-충북-호", "2026-충북-1-나", "0" * 500])
def test_number_refuses_what_is_none(typed):
    assert numbers.parsed(typed) is None


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("홍길동", True),
        (" 홍 길 동 ", True),
        ("\u1112\u1169\u11bc\u1100\u1175\u11af\u1103\u1169\u11bc", True),
        ("hong gildong", True),
        ("HONG  GILDONG", True),
        ("홍길", False),
        ("", False),
        ("   ", False),
        ("홍길동\u0000", False),
    ],
)
def test_same_name_by_table(typed, same):
    assert names.same(typed, "홍길동", "HONG Gildong") is same


def test_same_never_matches_an_empty_latin_name():
    assert names.same("", "홍길동", "") is False


def test_hangul_order_is_that_of_composed_syllables():
    people = ["홍길동", "\u1100\u1161\u11bc\u1103\u1161", "나은", "강감찬", "가나"]
    assert min(people, key=names.hangul_order) == "가나"
    random.shuffle(people)
    assert sorted(people, key=names.hangul_order)[-1] == "홍길동"


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 11, 22), 24, date(2028, 11, 21)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 11, 22), None, None),
    ],
)
def test_expiry_by_table(issued, months, last):
    assert truths.expiry(issued, months) == last


DAY = date(2028, 11, 21)


@pytest.mark.parametrize(
    ("state", "expires_on", "today", "truth"),
    [
        (State.ISSUED, None, DAY, Truth.VALID),
        (State.ISSUED, DAY, date(2028, 11, 20), Truth.VALID),
        (State.ISSUED, DAY, DAY, Truth.VALID),
        (State.ISSUED, DAY, date(2028, 11, 22), Truth.EXPIRED),
        (State.REVOKED, DAY, DAY, Truth.REVOKED),
        (State.REVOKED, DAY, date(2029, 1, 1), Truth.REVOKED),
        (State.SUPERSEDED, DAY, date(2029, 1, 1), Truth.SUPERSEDED),
        (State.INTENDED, None, DAY, Truth.NEVER_ISSUED),
        (State.VOIDED, None, DAY, Truth.NEVER_ISSUED),
    ],
)
def test_truth_by_table(state, expires_on, today, truth):
    assert truths.truth(state, expires_on, today) == truth


def test_dates_on_paper():
    assert (dates.korean(date(2026, 11, 2)), dates.english(date(2026, 11, 2))) == ("2026년 11월 2일", "2 Nov 2026")
