"""Questions of every type, made by chance, as hypothesis gives them."""

import io
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from PIL import Image

from courses.rules.pictures import clean as clean_picture
from courses.rules.questions import content
from courses.rules.questions.content import Accepted, Choice, Figure, Item, Pair, Parameter, Text
from courses.rules.questions.fairness import faults
from courses.rules.questions.moodle.texts import clean

WORDS = st.text(
    st.one_of(
        st.sampled_from("가나 전극\n\t\r&<>\"'{}~=#:\\/[]%*.$-\u00a0\u3000"),
        st.characters(blacklist_categories=("Cs", "Cc", "Cn")),
    ),
    max_size=24,
)
FILLED = WORDS.filter(lambda words: words.strip())
TEXTS = st.builds(Text, WORDS, WORDS)
PROMPTS = st.one_of(st.builds(Text, FILLED, WORDS), st.builds(Text, st.just(""), FILLED))
FRACTIONS = st.decimals(Decimal("-1"), Decimal(1), places=5)
NUMBERS = st.decimals(Decimal("-1e9"), Decimal("1e9"), places=6)
WIDTHS = st.decimals(Decimal(0), Decimal(5), places=4)
UNITS = st.sampled_from(["", "mAh/cm^2", "mAh/cm²", "%", "degC", "µm", "V"])
COMMON = {
    "prompt": PROMPTS,
    "hint": TEXTS,
    "feedback": TEXTS,
    "source": st.sampled_from(["", "dew-point-control", "교재 [3]: 12쪽", "a\\b"]),
    "level": st.sampled_from([1, 2, 3]),
    "skills": st.sampled_from([(), ("coating-loading",), ("coating-peel", "A_b-9")]),
}


def _png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return out.getvalue()


PICTURES_PNG = _png(12, 8)
PICTURES = {clean_picture(raw).sha256: raw for raw in (PICTURES_PNG, _png(5, 5))}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path class="line" d="M0 0H4"/></svg>\n'
DRAWINGS = st.builds(Figure, st.sampled_from(["a.svg", "b-1.svg"]), PROMPTS, st.just(SVG))
SHOWN = st.builds(
    lambda name, alt, raw: Figure(name, alt, "", (kept := clean_picture(raw)).sha256, kept.width, kept.height),
    st.sampled_from(["c.png", "D_2.png"]),
    PROMPTS,
    st.sampled_from(list(PICTURES.values())),
)
FIGURES = st.one_of(st.none(), DRAWINGS, SHOWN)


def _keyed(kind, **fields):
    """A few of these, each with a key of its own."""
    keys = st.lists(st.text("abcxyz09-_", min_size=1, max_size=6), min_size=2, max_size=5, unique=True)
    return keys.flatmap(lambda names: st.tuples(*(st.builds(kind, key=st.just(name), **fields) for name in names)))


def _choices(right):
    return _keyed(Choice, text=TEXTS, fraction=FRACTIONS, feedback=TEXTS).map(
        lambda choices: (Choice(choices[0].key, choices[0].text, right, choices[0].feedback), *choices[1:])
    )


ONE = Decimal(1)
QUESTIONS = st.one_of(
    st.builds(content.Single, choices=_choices(ONE), **COMMON),
    st.builds(content.Multiple, choices=_choices(ONE), **COMMON),
    st.builds(content.Numeric, value=NUMBERS, unit=UNITS, tolerance=WIDTHS, relative=st.booleans(), **COMMON),
    st.builds(
        content.Calculated,
        parameters=st.just((Parameter("q", Decimal(150), Decimal("200.5")), Parameter("m", Decimal(1), Decimal(2), 3))),
        formula=st.sampled_from(["q * m / 1000", "ln(q)+sqrt( m )", "-q**2 - (m - 1)^2", "log10(abs(q)) / exp(m)"]),
        unit=UNITS,
        tolerance=WIDTHS,
        relative=st.booleans(),
        **COMMON,
    ),
    st.builds(content.Ordering, steps=_keyed(Item, text=st.builds(Text, FILLED, WORDS)), **COMMON),
    st.builds(
        content.Matching,
        pairs=_keyed(Pair, left=st.builds(Text, FILLED, WORDS), right=PROMPTS),
        extra=st.one_of(st.just(()), st.tuples(st.builds(Item, key=st.just("extra-one"), text=PROMPTS))),
        **COMMON,
    ),
    st.builds(
        content.Short,
        accepted=st.tuples(
            st.builds(Accepted, FILLED.map(lambda words: words.strip(" \t\r\n")), st.just(ONE), TEXTS),
            st.builds(Accepted, FILLED.map(lambda words: words.strip(" \t\r\n")), FRACTIONS, TEXTS),
        ),
        **COMMON,
    ),
    st.builds(content.Essay, rubric=TEXTS, **COMMON),
    st.builds(content.Files, rubric=TEXTS, at_most=st.integers(1, 5), **COMMON),
).filter(lambda said: not faults(said) and clean(content.write(said)) == content.write(said))


def _showing(said, figure, others):
    """The question with a figure, and its choices with others."""
    if isinstance(said, content.Single | content.Multiple):
        pairs = zip(said.choices, [*others, *[None] * len(said.choices)], strict=False)
        said = replace(said, choices=tuple(replace(choice, figure=other) for choice, other in pairs))
    return replace(said, figure=figure)


SHOWING = st.builds(_showing, QUESTIONS, FIGURES, st.lists(FIGURES, max_size=3)).filter(
    lambda said: clean(content.write(said)) == content.write(said)
)
