"""Who is introduced to whom: those alone who both want it."""

from collections.abc import Iterable


def met(wishes: Iterable[tuple[int, int]], of: int) -> frozenset[int]:
    """With whom one is introduced, of wishes (who, whom). What others wish alone changes nothing in it."""
    known = frozenset(wishes)
    return frozenset(whom for who, whom in known if who == of and (whom, who) in known)
