"""Words that do not sweep: passed on as typed, and read as Hydra reads them."""

from __future__ import annotations

import math
from typing import Any

from heracles.errors import Place
from heracles.grammar import Fixed, Override, parse
from tests.grammar.asking import fixed

READ_AS: dict[str, Any] = {
    "a=": "",
    "a=  ": "",
    "a=1": 1,
    "a=-1": -1,
    "a=+1": 1,
    "a=1_000": 1000,
    "a=1__000": "1__000",
    "a=01": "01",
    "a=1.2.3": "1.2.3",
    "a=1e": "1e",
    "a=1.5": 1.5,
    "a=.5": 0.5,
    "a=5.": 5.0,
    "a=1e5": 100000.0,
    "a=-1E-3": -0.001,
    "a=1_0.0_1e1_0": 100100000000.0,
    "a=inf": math.inf,
    "a=-INF": -math.inf,
    "a=infinity": "infinity",
    "a=true": True,
    "a=True": True,
    "a=False": False,
    "a=truex": "truex",
    "a=1true": "1true",
    "a=null": None,
    "a=NULL": None,
    "a=null-x": "null-x",
    "a=abc": "abc",
    "a= abc ": "abc",
    "a=a b": "a b",
    "a=a \t b": "a \t b",
    "a=/path/to-x_1.yaml": "/path/to-x_1.yaml",
    "a=50%": "50%",
    "a=*.py?|@+$": "*.py?|@+$",
    "a=http://x:80/y": "http://x:80/y",
    "a= : ": ": ",
    "a=a : b": "a : b",
    "a=\\,\\ \\=\\(\\)\\[\\]\\{\\}\\:\\\t": ", =()[]{}:\t",
    "a=\\\\": "\\",
    "a=c:\\x": "c:\\x",
    "a=${b}": "${b}",
    "a=${oc.env:USER,me}": "${oc.env:USER,me}",
    "a=x/${b.c}/y": "x/${b.c}/y",
    "a='${a:${b}}'": "${a:${b}}",
    "a='x'": "x",
    'a="x"': "x",
    "a=''": "",
    "a='true'": "true",
    "a='1,2'": "1,2",
    "a='$HOME'": "$HOME",
    "a='é\n#'": "é\n#",
    "a='it\\'s'": "it's",
    'a="it\'s"': "it's",
    "a='\\\\'": "\\",
    "a='\\\\\\''": "\\'",
    "a='\\n\\x'": "\\n\\x",
    "a='a\\\\b'": "a\\\\b",
    "a=[]": [],
    "a=[ ]": [],
    "a=[1,x,'y z',null]": [1, "x", "y z", None],
    "a=[ 1 , [ 2 ] , {b:3} ]": [1, [2], {"b": 3}],
    "a={}": {},
    "a={b:1,c:{d:e}}": {"b": 1, "c": {"d": "e"}},
    "a={ b : 1 , c : x:y }": {"b": 1, "c": "x:y"},
    "a={a b:1}": {"a b": 1},
    "a={1:x,2.5:y,null:w}": {1: "x", 2.5: "y", None: "w"},
    "a={b:1,b:2}": {"b": 2},
    "a={true:1}": {True: 1},
    "a=__init__.py": "__init__.py",
    "a=__foo": "__foo",
    "a=__foo__": "__foo__",
    "a=__foo:3__": "__foo:3__",
    "a=__randseed": "__randseed",
    "~a": None,
    "~a.b": None,
    "~a=1": 1,
    "~a=": "",
    "+a=1": 1,
    "++a=1": 1,
    "db=mysql": "mysql",
    "db/engine@x.y=innodb": "innodb",
    "hydra.run.dir=runs/${now:%H}": "runs/${now:%H}",
    "hydra.mode=RUN": "RUN",
}


def test_is_passed_on_as_typed_and_read_as_hydra_reads_it() -> None:
    assert {word: repr(fixed(word)) for word in READ_AS} == {word: repr(value) for word, value in READ_AS.items()}


def test_nan_is_a_float() -> None:
    assert math.isnan(fixed("a=NaN"))


def test_the_key_has_its_prefix_and_package() -> None:
    source = Place("argument 1", "+db@x=mysql", 6)
    assert parse([("+db@x=mysql", Place("argument 1"))]) == (Fixed(Override("+db@x=mysql", "+db@x", "mysql", source)),)


def test_words_keep_their_order_and_repeated_keys() -> None:
    arguments = parse([(word, Place("")) for word in ["b=1", "a=2", "b=3", "+a=4"]])
    assert [argument.key for argument in arguments] == ["b", "a", "b", "+a"]
