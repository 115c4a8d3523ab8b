"""Hashes can be compared only when the bytes are one."""

import pytest

from training.core import canonical


def test_text_sorts_keys_and_keeps_hangul():
    assert canonical.text({"b": [1, None, True], "a": "홍길동"}) == '{"a":"홍길동","b":[1,null,true]}'


def test_sha256_is_the_hash_of_those_bytes():
    # printf '{"a":1}' | sha256sum
    assert canonical.sha256({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, [{"b": float("nan")}]])
def test_text_refuses_floats(value):
    with pytest.raises(TypeError):
        canonical.text(value)
