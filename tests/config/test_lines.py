import tomllib
from collections.abc import Iterator

from hypothesis import given, reject
from hypothesis import strategies as st

from policylint.config.lines import Place, lines_of_keys

DOCUMENT = '''\
# a comment = "no key"
packs = ["social-media", # and ] a comment
  "rules/ours",
]
text = """
[not-a-table]
key = "no key\\"""
"""
other = \'\'\'
[[neither]]\'\'\'
"fail-on" = "gap"; 
'''.replace("; ", "")

TABLES = """\
[tool.policylint]
profile = "government"

[tool.policylint.rules."legal.accessibility"]
severity = "high"

[tool.policylint.rules]
'legal.records' . applies = false
"legal.\\u0073peech" = { severity = "low", applies = true }

[[tool.policylint.set]]
name = "one"

[[tool.policylint.set]] # the second
members = [
  "a.md",

  "b.md",
]
"""


def test_each_key_and_item_has_the_line_on_which_it_stands() -> None:
    lines = lines_of_keys(DOCUMENT)
    assert lines == {
        ("packs",): 2,
        ("packs", 0): 2,
        ("packs", 1): 3,
        ("text",): 5,
        ("other",): 9,
        ("fail-on",): 11,
    }


def test_headers_dotted_keys_quotes_inline_tables_and_lists_of_tables_are_told_apart() -> None:
    lines = lines_of_keys(TABLES)
    top = ("tool", "policylint")
    assert lines[top] == 1
    assert lines[*top, "profile"] == 2
    assert lines[*top, "rules", "legal.accessibility"] == 4
    assert lines[*top, "rules", "legal.accessibility", "severity"] == 5
    assert lines[*top, "rules", "legal.records", "applies"] == 8
    assert lines[*top, "rules", "legal.speech", "applies"] == 9
    assert lines[*top, "set"] == 11
    assert lines[*top, "set", 0, "name"] == 12
    assert lines[*top, "set", 1] == 14
    assert lines[*top, "set", 1, "members", 1] == 18


def test_a_table_below_a_list_of_tables_belongs_to_the_last_of_them() -> None:
    lines = lines_of_keys("[[override]]\nfiles = []\n[[override]]\n[override.rules.x]\nseverity = 'low'\n")
    assert lines["override", 1, "rules", "x", "severity"] == 5


def test_line_ends_of_windows_count_once() -> None:
    assert lines_of_keys("a = 1\r\n\r\nb = 2\r\n")["b",] == 3


_KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f g'", '"\\u0041"', '"="'])
_SCALARS = st.sampled_from(
    ["1", "-0.5", "true", "1979-05-27 07:32:00", '"x # ] }"', "'y = [\\'", '"""q"\n" ""\\"""""', "'''r''\n'''", '""']
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ # [\n" + ",\n\n".join(items) + "\n]"),
        st.lists(st.tuples(_KEYS, inner), max_size=3, unique_by=lambda pair: pair[0]).map(
            lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=6,
)
_TABLES = st.lists(
    st.tuples(
        st.sampled_from(["", "[t1]\n", "[ t1 . 'u.v' ]\n", "[[l]]\n", "[l.below]\n", "[[ l . deep ]]\n"]),
        st.lists(st.tuples(_KEYS, _VALUES), max_size=4, unique_by=lambda pair: pair[0]),
    ),
    max_size=6,
)


def _places(value: object, place: Place = ()) -> Iterator[Place]:
    if place:
        yield place
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for step, inner in items:
        yield from _places(inner, (*place, step))


@given(_TABLES)
def test_the_places_are_those_that_the_parser_finds(tables: list[tuple[str, list[tuple[str, str]]]]) -> None:
    text = "".join(header + "".join(f"{key} = {value}\n" for key, value in pairs) for header, pairs in tables)
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        reject()
    lines = lines_of_keys(text)
    assert set(lines) == set(_places(parsed))
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())
