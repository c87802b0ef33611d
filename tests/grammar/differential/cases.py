"""Words by feature."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from tests.grammar import test_errors, test_fixed, test_hostile, test_keys, test_sweeps
from tests.grammar.differential.strategies import FOREIGN, KEYS, NAMES, ONLY_AS_VALUES, SCALARS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUOTED = (
    "''", '""', "'x'", '"x"', "'x y'", "'a,b'", "'1'", "'true'", "'null'", "' x '", "'it\\'s'", '"it\'s"', "'\"'",
    '"\\""', "'\\\\'", "'\\\\\\''", "'\\\\\\\\'", "'\\n'", "'a\\\\b'", "'a\\b'", "'\\'\\''", "'\\''", "'é'", "'a\nb'",
    "'#!&;<>^~'", "'$HOME'", "'${a}'", "'${a:${b}}'", "'[1,2]'", "'choice(1,2)'", "'\t'", "'\\", "'", "'x", "'x'y",
    "x'y'", "'x''y'", "'x' ", " 'x'", "'x\\'",
)  # fmt: skip
PLACES = (
    "a={}", "a={},1", "a=1,{}", "a=[{}]", "a=[{},x]", "a={{k:{}}}", "a={{{}:1}}", "a=choice({})", "a=choice(x,{})",
    "a=choice([{}])", "a=str({})", "a=int({})", "a=float({})", "a=bool({})", "a=json_str({})", "a=sort({})",
    "a=sort({},x)", "a=sort({},1)", "a=shuffle({},1)", "a=range({})", "a=range(0,{})", "a=tag({},choice(1))",
    "a=extend_list({})", "a= {} ", "~a={}", "+a={},{}", "a=[ {} , {} ]",
)  # fmt: skip
CONTAINERS = (
    "[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[[]]", "[[1],[2,[3]]]", "[a b,c]", "['x',\"y\"]", "[null,true,1e5]",
    "{}", "{ }", "{a:1}", "{ a : 1 }", "{a:1,b:2}", "{a:{b:[1]}}", "{a:b:c}", "{a b:c d}",
    "{1:2,1.5:x,true:y,null:z}", "{a:1,a:2}", "{1:a,true:b}", "{nan:1,nan:2}", "{a:''}", "{a:}", "{:1}", "{a}",
    "{a:1,}", "{,}", "[,]", "[1,]", "[,1]", "[1,,2]", "[", "]", "{", "}", "[1", "1]", "[1]]", "[1}", "{a:1]", "[1] ",
    "{a:1} ", "[1]x", "x[1]", "{a:1}x", "{'a':1}", "{${a}:1}", "{a:b}:c", "[1]=2", "{a=1}", "{\\::1}", "{a\\ :1}",
    "[${a},x${b}]",
)  # fmt: skip
NUMBERS = ("0", "1", "5", "-3", "0.5", "-0.25", "1e-3", "10", "true", "inf", "-inf", "nan", "null", "x", "'1'", "1e300")
SWEEPS = (
    "choice(3,1,2)", "choice(a)", "choice('b','a')", "choice(1,a)", "choice([2],[1])", "choice({a:1})",
    "choice(true,false)", "range(3)", "range(5,1)", "range(5,1,-2)", "range(0)", "range(1,2,0.25)", "range(2,1,-0.3)",
    "int(1,2)", "sort(3,1,2)", "shuffle(1,2)", "tag(x,choice(1,2))", "interval(0,1)", "glob(*)", "extend_list(1)",
    "[1,2]", "{a:1}", "1", "x", "'x'", "null", "1,2",
)  # fmt: skip
WRAPPERS = (
    "choice({})", "sort({})", "sort({},reverse=true)", "sort({},reverse=false)", "sort(sweep={})", "sort(list={})",
    "sort(list={},reverse=true)", "sort(1,{})", "shuffle({})", "shuffle(sweep={})", "shuffle(list={})",
    "shuffle(1,{})", "tag(x,{})", "tag(x,y,{})", "tag({})", "tag(x,sweep={})", "tag(sweep={})", "tag({},{})",
    "int({})", "float({})", "str({})", "bool({})", "json_str({})", "int(value={})", "str(value={})",
    "json_str(value={})", "int(1,{})", "int(1,value={})", "[{}]", "{{k:{}}}", "{},1", "1,{}", "extend_list({})",
    "sort(sort({}),reverse=true)", "int(float({}))", "float(sort({},reverse=true))", "sort(int({}),reverse=true)",
    "choice(shuffle({}))", "range({})", "interval({},1)", "sort({},x=1)", "str([{}])", "shuffle(sort({}))",
    "sort(shuffle({}))", "bool([{}])", "sort([{}],reverse=true)", "foo({})", "choice (  {}  )", "Choice({})",
    "choice({}", "choice {}",
)  # fmt: skip
ARGUMENTS = (
    "", "1", "1,2", "1,2,3", "1,2,3,4", "x", "'x'", "null", "[1]", "true", " ", ",", "1,", ",1", "{a:1}", "${a}",
)  # fmt: skip
CASTS = ("int", "float", "str", "bool", "json_str")
FUNCTIONS = (*CASTS, "choice", "range", "tag", "sort", "shuffle", "extend_list", "glob", "interval")
BLANKS_AT = (
    "a=_", "a=_1", "a=1_", "a=_1_,_2_", "a=x_y", "a=[_1_,_2_]_", "a={_b_:_1_,_c_:_2_}", "a=choice_(_1_,_2_)",
    "a=range(_1_,_stop_=_3_)", "_a=1", "a_=1", "a=_'x'_", "a='x',_'y'", "a=_[1],_[2]", "a=x_:_y", "a=_${b}_", "a=\\__",
    "a=1_2", "a=x_(1)", "a=[_]", "a={_}", "a=choice(_)",
)  # fmt: skip
NAMES_AND_ORDER = (
    "range(start=1,start=2,stop=4)", "range(start=x,start=1,stop=2)", "range(1,start=1)", "range(start=1,5)",
    "range(stop=3,start=1)", "sort(reverse=true)", "sort(1,2,reverse=true)", "sort(reverse=true,1,2)",
    "sort(1,2,reverse='true')", "int(value=1,value=2)", "range(1,'stop'=2)", "range(1,2=3)", "range(=1)",
)  # fmt: skip
TO_SORT = (
    "3,1,2", "c,a,b", "'c','a'", "1,1.5,0", "true,false,1", "nan,1,0", "inf,-inf,0", "[3,1,2]", "[c,a]", "['c','a']",
    "['c']", "[[2],[1]]", "[[2],['1']]", "[{a:1}]", "[{a:1},{a:2}]", "[1,x]", "[null]", "[null,1]", "[]", "a,B,_c",
    "-0.0,0,0.0", "{b:1}", "[true,0]", "é", "'é','e'", "list=[2,1]", "list=[]",
)  # fmt: skip
TO_CAST = (
    "'1_0'", "' 1 '", "'0x10'", "'1e3'", "'inf'", "'Infinity'", "'٣'", "1.99", "-1.99", "1e300", "inf", "nan", "TRUE",
    "'TRUE'", "''", "[]", "{}", "[1,[2,'3']]", "{a:'1',b:[2]}", "1,'2',3.5", "true,false", "null,1", "[null]", "1,[2]",
    "1,{a:2}", "x", "'true'", "0", "0.0", "${a}", "'é'", "[true,'false']", "'\\\\'", "'a\"b'",
)  # fmt: skip


def filled(forms: Iterable[str], *values: Sequence[object]) -> list[str]:
    """Every form with every combination of values; a form with more places than values gets the last one again."""
    return [form.format(*some, some[-1]) for form in forms for some in product(*values)]


CASES: dict[str, list[str]] = {
    "values in every place": filled(PLACES, (*SCALARS, *ONLY_AS_VALUES)),
    "quotes in every place": filled(PLACES, QUOTED),
    "characters that need quotes": filled(PLACES, FOREIGN),
    "every character": filled(("a={}", "a=x{}y", "a='{}'", "{}=1", "a{}b=1"), [chr(code) for code in range(1, 256)]),
    "lists and dicts": filled(PLACES, CONTAINERS),
    "keys": filled(("{1}{0}=1", "{1}{0}=1,2", "{1}{0}=", "{1}{0}"), KEYS, ("", "+", "++", "~")),
    "keys that are and are not": filled(("{}=1",), (*test_keys.GOOD, *test_keys.BAD)),
    "blanks": [form.replace("_", blank) for form, blank in product(BLANKS_AT, (" ", "\t", "  "))],
    "ranges": filled(("a=range({},{},{})",), NUMBERS[:11], NUMBERS[:11], ("1", "-1", "0.3", "-0.1", "0", "2", "true")),
    "ranges of anything": filled(("a=range({},{})",), NUMBERS, NUMBERS),
    "steps that binary floats miss": filled(("a=range(0,{},{})",), (1, 0.7, 2.1), (0.1, 0.3, 0.7, 0.05, 1e-2)),
    "functions of sweeps": filled((f"a={wrapper}" for wrapper in WRAPPERS), SWEEPS),
    "arguments in order": filled(("a={}({})",), FUNCTIONS, ARGUMENTS),
    "arguments by name": filled(
        ("a={}({}={})", "a={}(1,{}={})"), FUNCTIONS, NAMES, ("1", "[2,1]", "choice(2,1)", "true", "null")
    ),
    "arguments by name, twice or before others": filled(("a={}",), NAMES_AND_ORDER),
    "sorting": filled(("a=sort({}{})",), TO_SORT, ("", ",reverse=true", ",reverse=false", ",reverse=1")),
    "casts": filled(("a={}({})",), CASTS, TO_CAST),
    "the table of values": list(test_fixed.READ_AS),
    "the table of sweeps": [*test_sweeps.SWEPT, *test_sweeps.VALUES, *test_sweeps.NOT_SWEPT],
    "the table of messages": [word for word in test_errors.MESSAGES if "__" not in word],
    "long words": [word(size) for word in test_hostile.LONG.values() for size in (1, 7, 60)],
    "long integers": filled(("a={}", "a={},1", "a=-{}", "a=[{}]", "a={}x", "a=int('{}')"), ("9" * 4300, "9" * 4301)),
}

NEW_IN_1_4 = (
    "a[0]=1", "a[0].b=1,2", "a\\.b=1", "a=json_str(1)", "a=json_str([1,x]),y", "a=extend_list(1,2)",
    "a=range(0,1,0.1)", "a=range(0.1,1,0.3)", "a=sort(range(0,10,3),reverse=true)",
    "a=sort(range(0,1,0.3),reverse=true)", "a=int(range(0,2,0.5))", "a=float(shuffle(1,2))", "a=sort(shuffle(2,1))",
)  # fmt: skip
"""What Hydra 1.3 refuses or reads otherwise."""
