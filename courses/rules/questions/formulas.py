"""Reckons a formula of numbers and names. Nothing else of Python can be said in it."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 300
BINARY: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,  # of floats: cannot grow without bound
}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "log10": math.log10,
    "abs": abs,
}


class NotAFormula(ValueError):
    """The formula cannot be reckoned."""


def value(formula: str, names: Mapping[str, float]) -> float:
    """The value of a formula; raises NotAFormula, also where it divides by zero or is no finite number."""
    if len(formula) > LONGEST:
        raise NotAFormula(_("The formula is too long."))
    try:
        found = _value(ast.parse(formula.replace("^", "**"), mode="eval").body, names)
    except NotAFormula:
        raise
    except (ArithmeticError, ValueError) as error:
        raise NotAFormula(_("It divides by zero, or takes a root or a logarithm that does not exist.")) from error
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise NotAFormula(_("“%(formula)s” is no formula.") % {"formula": formula[:40]}) from error
    if not math.isfinite(found):
        raise NotAFormula(_("The result is no finite number."))
    return found


def _value(node: Any, names: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return float(node.value)
    if isinstance(node, ast.Name) and node.id in names:
        return float(names[node.id])
    if isinstance(node, ast.BinOp) and type(node.op) in BINARY:
        return BINARY[type(node.op)](_value(node.left, names), _value(node.right, names))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, names)
    if _is_function(node):
        return FUNCTIONS[node.func.id](_value(node.args[0], names))
    raise NotAFormula(_("Only numbers, names, + − * / ** and sqrt, exp, ln, log10, abs can stand in a formula."))


def _is_function(node: Any) -> bool:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
    return named and len(node.args) == 1 and not node.keywords
