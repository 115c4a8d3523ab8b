"""The cast stands."""


def test_cast_holds_one_person_of_each_kind(cast):
    assert len({user.pk for user in cast.people().values() if user}) == 10
    assert cast.neighbor.memberships.get().complex != cast.complex
