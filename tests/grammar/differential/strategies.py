"""Words made by the rules of Hydra's grammar, and words made by breaking one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

KEYS = (
    "a", "a.b", "a.0.b", "0.a", "a-b._c$", "$a", "db", "db/my-sql", "db@pkg", "db@a.b", "a/b@c", "@pkg",
    "hydra/launcher", "hydra.run.dir", "hydra.mode", "hydra", "a[0]", "a[0].b[x-1]", "a\\.b", "a\\=b", "0\\.5",
    "hydra[mode]", "a@", "", "0", "a/b.c",
)  # fmt: skip
SCALARS = (
    "0", "1", "-1", "+1", "01", "1_000", "1__0", "_1", "1_", "-0", "10", "2", "3", "0.5", "-.5", "5.", "1e5", "1E-3",
    "1e", "1.5e+3", "1.2.3", "0.1_0", "inf", "-INF", "+nan", "NaN", "infinity", "true", "False", "TRUE", "null",
    "Null", "nullx", "true-x", "abc", "a-b_c", "_x", "__foo", "__init__.py", "x.yaml", "/a/b", "a/*.py", "50%", "a@b",
    "a+b", "a|b", "x?", "-x", ".", "..", "c:\\x", "\\", "\\\\", "\\,", "\\ ", "a\\ b", "\\[x\\]", "\\(", "\\x", "a b",
    "a  b", "a\tb", "x$", "$", "$5", "__a__",
)  # fmt: skip
ONLY_AS_VALUES = ("a:b", ":", "a : b", "${a}", "${a.b}", "${oc.env:USER}", "${f:1,2}/x", "x${a}y")
FOREIGN = (
    "${}", "${a", "$a", "é", "a#b", "<x>", "~", "it's", "__randseed__", "__randseed:3__", "__randsed__", "=", "(", "",
)  # fmt: skip
FUNCTIONS = (
    "int", "float", "str", "bool", "json_str", "choice", "range", "interval", "tag", "sort", "shuffle", "extend_list",
    "glob", "choise", "__randseed",
)  # fmt: skip
NAMES = ("value", "start", "stop", "step", "end", "list", "sweep", "reverse", "include", "exclude", "tags")
BREAKERS = "()[]{},:='\"\\ \t$~@+-_.0a#\né"

blanks = st.sampled_from(["", "", "", "", "", "", " ", "  ", "\t"])
commas = st.tuples(blanks, st.just(","), blanks).map("".join)
plain = st.one_of(
    st.sampled_from(SCALARS),
    st.integers(-20, 20).map(str),
    st.floats().map(str),
    st.lists(st.sampled_from(SCALARS), min_size=2, max_size=3).map("".join),
)
foreign = st.sampled_from(FOREIGN)
sometimes_foreign = st.integers(0, 60).flatmap(lambda number: plain if number else foreign)
scalars = st.one_of(sometimes_foreign, sometimes_foreign, sometimes_foreign, st.sampled_from(ONLY_AS_VALUES))


@st.composite
def quoted(draw: DrawFn) -> str:
    mark = draw(st.sampled_from("'\""))
    pieces = st.sampled_from(
        [
            f"\\{mark}",
            f"\\\\\\{mark}",
            "\\\\",
            "\\x",
            "x",
            "1",
            "true",
            " ",
            ",",
            "'\"".replace(mark, ""),
            "é",
            "\n",
            "$HOME",
        ]
    )
    body = "".join(draw(st.lists(pieces, max_size=5)))
    return f"{mark}{body}{mark}"


@st.composite
def joined(draw: DrawFn, items: SearchStrategy[str], opening: str, closing: str) -> str:
    size = draw(st.sampled_from([1, 2, 3, 2, 1, 0]))
    body = draw(commas).join(draw(items) for _ in range(size))
    return f"{opening}{draw(blanks)}{body}{draw(blanks)}{closing}"


def dicts(values: SearchStrategy[str]) -> SearchStrategy[str]:
    pairs = st.tuples(sometimes_foreign, blanks, blanks, values).map(lambda parts: "{}{}:{}{}".format(*parts))
    return joined(pairs, "{", "}")


def calls(values: SearchStrategy[str]) -> SearchStrategy[str]:
    named = st.tuples(st.sampled_from(NAMES), blanks, values).map(lambda parts: "{}={}{}".format(*parts))
    arguments = joined(st.integers(0, 9).flatmap(lambda number: values if number else named), "(", ")")
    return st.tuples(st.sampled_from(FUNCTIONS), blanks, arguments).map("".join)


ranges = st.lists(
    st.one_of(st.integers(-9, 9), st.sampled_from([0.1, -0.3, 2.5, 1e-3, 7.0])).map(str), min_size=1, max_size=3
).map(lambda parts: f"range({','.join(parts)})")
choices = joined(scalars, "choice(", ")")
sweeps = st.one_of(ranges, choices)
wrapped = st.tuples(
    st.sampled_from(
        [
            "sort({})",
            "sort({},reverse=true)",
            "shuffle({})",
            "int({})",
            "float({})",
            "str({})",
            "bool({})",
            "json_str({})",
            "tag(x,{})",
            "choice({})",
        ]
    ),
    sweeps,
).map(lambda parts: parts[0].format(parts[1]))
homogeneous = st.tuples(
    st.sampled_from(["sort", "shuffle", "int", "float", "str", "bool", "choice"]),
    st.one_of(
        st.lists(st.integers(-9, 9).map(str), min_size=1, max_size=4),
        st.lists(st.floats(allow_nan=False).map(str), min_size=1, max_size=4),
        st.lists(st.sampled_from(["a", "b", "'c'", "1x"]), min_size=1, max_size=4),
        st.lists(st.sampled_from(["true", "false", "'1'"]), min_size=1, max_size=4),
    ),
    st.sampled_from(["({})", "([{}])", "({},reverse=true)", "([{}],reverse=true)"]),
).map(lambda parts: parts[0] + parts[2].format(",".join(parts[1])))

elements = st.recursive(
    st.one_of(scalars, scalars, scalars, quoted()),
    lambda values: st.one_of(
        joined(values, "[", "]"), dicts(values), joined(values, "[", "]"), dicts(values), calls(values)
    ),
    max_leaves=6,
)
simple_choices = st.tuples(st.lists(st.one_of(scalars, quoted(), elements), min_size=2, max_size=4), commas).map(
    lambda parts: parts[1].join(parts[0])
)
values = st.one_of(elements, elements, simple_choices, simple_choices, wrapped, homogeneous, sweeps)


@st.composite
def words(draw: DrawFn) -> str:
    """A word by the rules."""
    prefix = draw(st.sampled_from(["", "", "", "", "+", "++", "~"]))
    key = draw(st.sampled_from(["a", "a", "a", "a", draw(st.sampled_from(KEYS))]))
    if draw(st.integers(0, 40)) == 0:
        return prefix + key
    trailing = draw(st.sampled_from(["", "", "", "", "", "", "", "", "", " "]))
    return f"{prefix}{key}={draw(blanks)}{draw(values)}{trailing}"


@st.composite
def broken_words(draw: DrawFn) -> str:
    """A word with one or two characters inserted, deleted or replaced."""
    word = draw(words())
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(word)))
        word = word[:at] + draw(st.sampled_from(["", *BREAKERS])) + word[at + draw(st.integers(0, 1)) :]
    return word


any_text = st.one_of(
    st.text(max_size=12),
    st.text(BREAKERS + "<b1", max_size=14).map("a={}".format),
    st.text(BREAKERS + "<b1", max_size=10).map("{}=1".format),
)
typed_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.text(BREAKERS + "<b1", max_size=8)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b c", "d:", "\\e"]), inner, max_size=3)
    ),
    max_leaves=5,
)
