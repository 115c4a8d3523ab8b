"""Formulas are drawn without a script, and hold nothing but mathematics."""

import pytest

from courses.rules.equations import NotAnEquation, mathml
from courses.templatetags.courses_words import linked, subscripts
from courses.templatetags.courses_words import mathml as shown


def test_a_formula_becomes_mathml():
    assert mathml(r"\frac{1}{\rho}") == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'
        "<mrow><mfrac><mrow><mn>1</mn></mrow><mrow><mi>ρ</mi></mrow></mfrac></mrow></math>"
    )


@pytest.mark.parametrize("latex", ["", "  ", r"\frac{1", "}", r"\foo{x}", r"\left( x", r"\frac{1}{2}}{"])
def test_what_cannot_be_drawn_is_refused(latex):
    with pytest.raises(NotAnEquation):
        mathml(latex)


@pytest.mark.parametrize(
    "latex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        r"\color{red} x",
        r"\class{a}{x}",
        "<script>alert(1)</script>",
    ],
)
def test_a_formula_carries_no_address_style_or_script(latex):
    try:
        drawn = mathml(latex)
    except NotAnEquation:
        return
    for dangerous in ("href", "style=", "class=", "onclick=", "<script", "javascript:"):
        assert dangerous not in drawn


def test_a_stored_formula_that_cannot_be_drawn_is_shown_as_text():
    assert shown("<b>{") == "<code>&lt;b&gt;{</code>"


@pytest.mark.parametrize(
    ("symbol", "html"),
    [
        ("w_s", "w<sub>s</sub>"),
        ("Q_{dis,1}", "Q<sub>dis,1</sub>"),
        ("D50", "D50"),
        ("<b>_<i>", "&lt;b&gt;_&lt;i&gt;"),
        ("", ""),
        ("w_s/ρ_s", "w<sub>s</sub>/ρ<sub>s</sub>"),
    ],
)
def test_subscripts(symbol, html):
    assert subscripts(symbol) == html


def test_addresses_in_references_are_links_and_nothing_else_is():
    assert linked("A <b> https://example.org/?a=1&b=2 <i>") == (
        'A &lt;b&gt; <a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a> &lt;i&gt;'
    )
