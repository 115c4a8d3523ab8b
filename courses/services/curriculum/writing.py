"""The normal form of the curriculum's files: one way to write each thing, so that files and CMS can be compared.

Reading a file in this form and writing it again gives the same bytes. In the heads and lists a text is written plain
where YAML reads it as that text; inside containers texts stand in double quotes, words of a fixed set stand plain.
"""

import re
from decimal import Decimal
from functools import partial
from typing import Any

from wagtail import blocks

from courses.services.curriculum import markdown, prose
from courses.services.curriculum.files import Kept
from courses.services.curriculum.glossary import MACHINE, TERM, Word
from courses.services.curriculum.reading import CourseFile, LessonFile, LessonText, ModuleFile
from courses.services.curriculum.scalars import plain, quoted, single, yes
from courses.services.curriculum.shapes import STREAM

IN_ONE_LINE = ("where", "ppe", "ghs")
ALWAYS_WRITTEN = ("symbol", "range", "unit", "why", "source", "ghs", "ppe", "feedback")
HEAD = ("title", "summary")
Raw = dict[str, Any]


def course(file: CourseFile) -> str:
    rows = [f"key: {file.key}", *_titles(file.titles), *_values(file.values, skip=())]
    rows.append("blocks:")
    for block in file.blocks:
        rows += [f"- key: {block['key']}", f"  mark: {block['mark']}"]
        rows += [f"  title_{code}: {plain(block[f'title_{code}'])}" for code in ("ko", "en")]
    return _file(rows)


def module(file: ModuleFile) -> str:
    rows = [f"key: {file.key}", f"block: {file.block}", f"order: {file.values['order']}", *_titles(file.titles)]
    return _file(rows + _values(file.values, skip=("order",)))


def _titles(titles: dict[str, str]) -> list[str]:
    return [f"title_{code}: {plain(titles[code])}" for code in ("ko", "en")]


def _values(values: Raw, *, skip: tuple[str, ...]) -> list[str]:
    """What is not empty, in the order of the README."""
    rows: list[str] = []
    if "order" not in skip and values.get("order", 1) != 1:
        rows.append(f"order: {values['order']}")
    for name in ("summary_ko", "summary_en", "theory_hours", "practice_hours"):
        if values.get(name) not in (None, ""):
            rows.append(f"{name}: {_hours(values[name]) if name.endswith('hours') else plain(values[name])}")
    for name in ("outcomes_ko", "outcomes_en", "audience_ko", "audience_en", "outline_ko", "outline_en"):
        if not values.get(name):
            continue
        if name.startswith("audience"):
            rows.append(f"{name}: {plain(values[name])}")
        else:
            rows += [f"{name}:", *(f"- {plain(row)}" for row in values[name].split("\n"))]
    return rows


def terms(words: list[Word]) -> str:
    rows = []
    for word in words:
        short = [f"{name}: {plain(word.values[TERM[name]], flow=True, double=True)}" for name in ("ko", "en")]
        long = [f"{name}: {quoted(word.values[TERM[name]])}" for name in ("meaning_ko", "meaning_en")]
        rows.append(f"- {{key: {word.key}, {', '.join(short + long)}}}")
    return _file(rows)


def equipment(words: list[Word]) -> str:
    rows = []
    for word in words:
        rows.append(f"- key: {word.key}")
        rows += [f"  {name}: {plain(word.values[column])}" for name, column in MACHINE.items() if word.values[column]]
    return _file(rows)


def lesson(file: LessonFile, text: LessonText) -> str:
    """One language of a lesson. Raises Unwritable for what the CMS holds and a file cannot say."""
    rows = ["---", f"key: {file.key}", f"order: {file.order}"]
    rows += [f"{name}: {plain(getattr(text, name), double=True)}" for name in HEAD]
    rows += [f"minutes: {file.minutes}", f"theory_hours: {_hours(file.theory_hours)}"]
    rows += [f"practice_hours: {_hours(file.practice_hours)}", f"preview: {yes(file.is_preview)}"]
    lists = (("objectives", text.objectives), ("sources", text.sources), ("review", text.review_notes))
    for name, lines in lists:
        if lines or name == "objectives":
            rows += [f"{name}:" if lines else f"{name}: []"]
            write = quoted if name != "objectives" else partial(plain, double=True)
            rows += [f"  - {write(line)}" for line in lines.split("\n") if line]
    return _file([*rows, "---", "\n\n".join(_pieces(text.body))])


def _pieces(body: list[Raw]) -> list[str]:
    pieces: list[str] = []
    for block in body:
        pieces.append(_piece(block["type"], block["value"]))
    return pieces


def _piece(kind: str, value: Any) -> str:
    if kind == "text":
        return prose.written(value)
    if kind == "table" and not value.get("caption"):
        return _table(value)
    if kind == "table":
        return _captioned(value)
    if kind in ("figure", "drawing"):
        return _container("figure", [f"file: {_name(value)}", *_texts(kind, value, skip=("image", "name", "svg"))])
    if kind == "document":
        return _container(kind, [f"file: {_name(value)}", *_texts(kind, value, skip=("document",))])
    if kind == "parameters" and not value.get("caption"):
        return _container(kind, _items(STREAM.child_blocks[kind].child_blocks["rows"], value["rows"], ""))
    block = STREAM.child_blocks[kind]
    if isinstance(block, blocks.ListBlock):
        return _container(kind, _items(block, value, ""))
    return _container(kind, _texts(kind, value, skip=()))


def _container(kind: str, rows: list[str]) -> str:
    return "\n".join([f"::: {kind}", *rows, ":::"])


def _name(value: Raw) -> str:
    file = value.get("image") or value.get("document")
    return file.path.name if isinstance(file, Kept) else str(value["name"])


def _texts(kind: str, value: Raw, *, skip: tuple[str, ...]) -> list[str]:
    rows: list[str] = []
    for name, child in STREAM.child_blocks[kind].child_blocks.items():
        if name not in skip:
            rows += _field(name, child, value.get(name), "", always=name in ("ghs", "ppe"))
    return rows


def _field(name: str, block: blocks.Block, value: Any, indent: str, *, always: bool) -> list[str]:
    """One `name: value`, over several lines where it is a list."""
    if isinstance(value, Kept):
        return [f"{indent}{name}: {value.path.name}"]
    if isinstance(block, blocks.BooleanBlock):
        return [f"{indent}{name}: {yes(bool(value))}"]
    if value in (None, "", []):
        empty = "[]" if isinstance(block, blocks.ListBlock | blocks.MultipleChoiceBlock) else '""'
        return [f"{indent}{name}: {empty}"] if always else []
    if name in IN_ONE_LINE and not isinstance(getattr(block, "child_block", None), blocks.StructBlock):
        return [f"{indent}{name}: [{', '.join(_scalar(name, block, item) for item in value)}]"]
    if isinstance(block, blocks.ListBlock):
        return [f"{indent}{name}:", *_items(block, value, indent + "  ", flow=name in IN_ONE_LINE)]
    if "\n" in str(value):
        return [f"{indent}{name}: |-", *(f"{indent}  {row}".rstrip() for row in str(value).split("\n"))]
    return [f"{indent}{name}: {_scalar(name, block, value)}"]


def _items(block: blocks.ListBlock, values: list[Any], indent: str, *, flow: bool = False) -> list[str]:
    child = block.child_block
    rows: list[str] = []
    for value in values:
        if not isinstance(child, blocks.StructBlock):
            rows.append(f"{indent}- {quoted(value)}")
            continue
        fields = child.child_blocks.items()
        written = [
            row
            for name, each in fields
            for row in _field(name, each, value.get(name), "", always=name in ALWAYS_WRITTEN)
        ]
        if flow:
            rows.append(f"{indent}- {{{', '.join(written)}}}")
        else:
            rows += [f"{indent}{'  ' if number else '- '}{row}" for number, row in enumerate(written)]
    return rows


def _scalar(name: str, block: blocks.Block, value: Any) -> str:
    if isinstance(block, blocks.ChoiceBlock | blocks.MultipleChoiceBlock | blocks.RegexBlock):
        return str(value)
    if name == "latex" and "\n" not in value:
        return single(value)
    return quoted(value)


def _table(value: Raw) -> str:
    """A Markdown table; bars inside cells are escaped."""
    heads = [column["heading"] for column in value["columns"]]
    rows = [[_cell(cell) for cell in row["values"]] for row in value["rows"]]
    lines = [_line(_escaped(heads)), "|" + "---|" * len(heads), *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(heads: list[str]) -> list[str]:
    return [prose.inline(f"<p>{markdown.escaped(head)}</p>").replace("|", r"\|") for head in heads]


def _cell(html: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", prose.inline(html))


def _captioned(value: Raw) -> str:
    rows = [f"caption: {quoted(value['caption'])}", "head:"]
    rows += [f"  - {quoted(column['heading'])}" for column in value["columns"]] + ["rows:"]
    rows += [f"  - [{', '.join(quoted(prose.inline(cell)) for cell in row['values'])}]" for row in value["rows"]]
    return _container("table", rows)


def _hours(value: Any) -> str:
    return f"{Decimal(value).normalize():f}"


def _file(rows: list[str]) -> str:
    return "\n".join(rows).rstrip("\n") + "\n"
