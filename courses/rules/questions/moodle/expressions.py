"""Formulas: Moodle writes `{q}*pow({m}, 2)` and `log` where ours say `q * m ** 2` and `ln`."""

import ast
import keyword
import math
import re

from django.utils.translation import gettext as _

from courses.rules.questions import formulas
from courses.rules.questions.moodle.found import Unsaid

NAME = re.compile(r"\{([^{}]*)\}")
OURS = {"log": "ln", "sqrt": "sqrt", "exp": "exp", "log10": "log10", "abs": "abs"}
MOODLES = {ours: theirs for theirs, ours in OURS.items()}


def name(text: str) -> str:
    """A parameter's name that can stand in our formulas. Raises Unsaid."""
    text = text.strip()
    if not text.isascii() or not text.isidentifier() or keyword.iskeyword(text) or text in formulas.FUNCTIONS:
        raise Unsaid(_("Its parameter “%(name)s” has a name that our formulas cannot hold.") % {"name": text[:40]})
    return text


def ours(formula: str) -> str:
    """Moodle's formula in our words. Raises Unsaid."""
    plain = NAME.sub(lambda found: f" {name(found[1])} ", formula.strip().removeprefix("="))
    return ast.unparse(_Ours().visit(_tree(plain)))


def moodles(formula: str) -> str:
    """Our formula in Moodle's words. Raises Unsaid."""
    return ast.unparse(_Moodles().visit(_tree(formula.replace("^", "**"))))


def _tree(formula: str) -> ast.AST:
    if len(formula) > formulas.LONGEST * 2:
        raise Unsaid(_("Its formula is too long."))
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unsaid(_("Its formula cannot be read: %(formula)s") % {"formula": formula[:80]}) from error


class _Ours(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        called = getattr(node.func, "id", "")
        if called == "pow" and len(node.args) == 2:
            return ast.BinOp(node.args[0], ast.Pow(), node.args[1])
        if called == "pi" and not node.args:
            return ast.Constant(math.pi)
        if called not in OURS:
            raise Unsaid(_("Its formula uses “%(function)s”, which ours do not have.") % {"function": called[:40]})
        return ast.Call(ast.Name(OURS[called]), node.args, [])


class _Moodles(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:
        arguments = [self.visit(argument) for argument in node.args]
        return ast.Call(ast.Name(MOODLES.get(getattr(node.func, "id", ""), "")), arguments, [])

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Pow):
            return ast.Call(ast.Name("pow"), [node.left, node.right], [])
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(f"{{{node.id}}}")
