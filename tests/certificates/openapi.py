"""What an OpenAPI description promises, as a judge and as a maker of questions. The words of JSON Schema that ours uses."""

from hypothesis import strategies as st

TYPES = {"string": str, "object": dict, "array": list, "null": type(None), "integer": int, "boolean": bool}
KNOWN = {"type", "enum", "required", "properties", "additionalProperties", "items", "description", "format", "minItems",
         "maxItems", "maxLength", "minLength", "pattern", "$ref"}  # fmt: skip
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def resolved(description, schema):
    if "$ref" not in schema:
        return schema
    found = description
    for step in schema["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def faults(description, schema, value, where="$"):
    """Everything in which a value breaks its schema."""
    schema = resolved(description, schema)
    assert set(schema) <= KNOWN, set(schema) - KNOWN  # else this judge would wave it through
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return [f"{where}: {type(value).__name__}"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r}")
    if isinstance(value, dict):
        found += _of_object(description, schema, value, where)
    if isinstance(value, list):
        found += [
            f for n, one in enumerate(value) for f in faults(description, schema.get("items", {}), one, f"{where}[{n}]")
        ]
    return found


def _of_object(description, schema, value, where):
    parts, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{where}.{name}: missing" for name in schema.get("required", []) if name not in value]
    for name, one in value.items():
        if name in parts:
            found += faults(description, parts[name], one, f"{where}.{name}")
        elif rest is False:
            found.append(f"{where}.{name}: not declared")
        elif isinstance(rest, dict):
            found += faults(description, rest, one, f"{where}.{name}")
    return found


def questions(description, schema, *, known):
    """Values of a schema, among them some that the answering side knows; and now and then anything at all."""
    schema = resolved(description, schema)
    if schema["type"] == "string":
        return st.sampled_from(known) | st.text(
            max_size=schema.get("maxLength", 120), min_size=schema.get("minLength", 0)
        )
    if schema["type"] == "array":
        most = min(schema.get("maxItems", 5), 5)
        return st.lists(
            questions(description, schema["items"], known=known), min_size=schema.get("minItems", 0), max_size=most
        )
    parts = {name: questions(description, part, known=known) for name, part in schema["properties"].items()}
    return st.fixed_dictionaries(parts)
