"""Words that sweep: the words that each product gets, byte for byte."""

from __future__ import annotations

from typing import Any

from tests.grammar.asking import fixed, swept, swept_values

SWEPT = {
    # simple choices
    "a=1,2": ["a=1", "a=2"],
    "a= 1 , 2 ": ["a=1", "a=2"],
    "a=true,FALSE,null": ["a=True", "a=False", "a=null"],
    "a=1e5,1_000,-0,.5,nan,-inf": ["a=100000.0", "a=1000", "a=0", "a=0.5", "a=nan", "a=-inf"],
    "a=01,1.2.3,1__0": ["a=01", "a=1.2.3", "a=1__0"],
    "a=1e-10,1e22": ["a=1e-10", "a=1e+22"],
    "a=x y,x:y,x\\,y,c:\\z": ["a=x\\ y", "a=x\\:y", "a=x\\,y", "a=c\\:\\\\z"],
    "a=x\ty,\\(": ["a=x\\\ty", "a=\\("],
    "a=${b},x${oc.env:U,v}": ["a=$\\{b\\}", "a=x$\\{oc.env\\:U\\,v\\}"],
    "a='x,y',\"x y\",'',\"it's\"": ["a='x,y'", 'a="x y"', "a=''", 'a="it\'s"'],
    "a='\\\\',\"\\\"\"": ["a='\\\\'", 'a="\\""'],
    "a=[1,2],[x, 'y',true]": ["a=[1,2]", "a=[x,'y',True]"],
    "a=[],{}": ["a=[]", "a={}"],
    "a={b:1,c:[x y]},{true:null}": ["a={b:1,c:[x\\ y]}", "a={True:null}"],
    "a={b c:1},{\\::2}": ["a={b\\ c:1}", "a={\\::2}"],
    # keys
    "+a=1,2": ["+a=1", "+a=2"],
    "++a=1,2": ["++a=1", "++a=2"],
    "~a=1,2": ["~a=1", "~a=2"],
    "db/x@p.q=m,n": ["db/x@p.q=m", "db/x@p.q=n"],
    "a[0].b=1,2": ["a[0].b=1", "a[0].b=2"],
    # choice()
    "a=choice(1)": ["a=1"],
    "a=choice(a,'b','x,y','')": ["a=a", "a=b", "a=x\\,y", "a="],
    "a=choice('é',\"it's\",'a\"b',\"'\\\"\",'1','true','null','inf')": [
        "a='é'", 'a="it\'s"', "a='a\"b'", "a='\\'\"'", "a='1'", "a='true'", "a='null'", "a='inf'",
    ],
    "a=choice('x\\\\',\"#\\\\\")": ["a=x\\\\", "a='#\\\\'"],
    "a=choice([1,'x'],{b:'1'})": ["a=[1,'x']", "a={b:'1'}"],
    "a=choice( 1 , 2 )": ["a=1", "a=2"],
    "a=choice (1,2)": ["a=1", "a=2"],
    "a=choice(int('1','2'))": ["a=1", "a=2"],
    # range()
    "a=range(3)": ["a=0", "a=1", "a=2"],
    "a=range(0)": [],
    "a=range(2,10,3)": ["a=2", "a=5", "a=8"],
    "a=range(3,0,-1)": ["a=3", "a=2", "a=1"],
    "a=range(stop=3,start=1)": ["a=1", "a=2"],
    "a=range(1,step=2,stop=5)": ["a=1", "a=3"],
    "a=range(0,1,0.3)": ["a=0.0", "a=0.3", "a=0.6", "a=0.9"],
    "a=range(0.5,3)": ["a=0.5", "a=1.5", "a=2.5"],
    "a=range(1,0.7,-.1)": ["a=1.0", "a=0.9", "a=0.8"],
    "a=range(-inf,-inf)": [],
    # sort() and shuffle()
    "a=sort(3,1,2)": ["a=1", "a=2", "a=3"],
    "a=sort(b,'a',reverse=true)": ["a=b", "a=a"],
    "a=sort(choice(3,1,2))": ["a=1", "a=2", "a=3"],
    "a=sort(range(3,0,-1))": ["a=1", "a=2", "a=3"],
    "a=sort(range(0,10,4),reverse=true)": ["a=8", "a=4", "a=0"],
    "a=sort(range(0,1,0.3),reverse=true)": ["a=0.9", "a=0.6", "a=0.3", "a=0.0"],
    "a=sort(sort(range(0,1,0.3),reverse=true))": ["a=0.0", "a=0.3", "a=0.6", "a=0.9"],
    "a=sort(shuffle(3,1,2))": ["a=1", "a=2", "a=3"],
    "a=[sort([2,1]),3],4": ["a=[[1,2],3]", "a=4"],
    "a=shuffle()": [],
    # casts
    "a=int(1.9,'2',true)": ["a=1", "a=2", "a=1"],
    "a=float(choice(1,2))": ["a=1.0", "a=2.0"],
    "a=str(1,x,true,1.0)": ["a='1'", "a=x", "a='true'", "a='1.0'"],
    "a=str([1,'x']),{b:1}": ["a=['1',x]", "a={b:1}"],
    "a=str(['',x]),1": ["a=['',x]", "a=1"],
    "a=bool(0,'True',null)": ["a=False", "a=True", "a=False"],
    "a=int(range(0.5,3))": ["a=0", "a=1", "a=2"],
    "a=float(range(1,3))": ["a=1.0", "a=2.0"],
    "a=int(float(range(1,3)))": ["a=1", "a=2"],
    "a=json_str(x,1,[1,'y'])": ["a='\"x\"'", "a='1'", "a='[1, \"y\"]'"],
    "a=json_str({b:null}),1": ["a='{\"b\": null}'", "a=1"],
    # tag()
    "a=tag(x,y,choice(1,2))": ["a=1", "a=2"],
    "a=tag(x,sweep=range(2))": ["a=0", "a=1"],
}  # fmt: skip


def test_sweeps_over_these_words() -> None:
    assert {word: swept(word) for word in SWEPT} == SWEPT


VALUES: dict[str, list[Any]] = {
    "a=1,1.0,true,'1',x": [1, 1.0, True, "1", "x"],
    "a=choice('1',[1,'2'],{b:'c'})": ["1", [1, "2"], {"b": "c"}],
    "a=${b},null": ["${b}", None],
    "a=range(0,1,0.5)": [0.0, 0.5],
    "a=str(1,2)": ["1", "2"],
}


def test_each_word_carries_its_typed_value() -> None:
    assert {word: repr(swept_values(word)) for word in VALUES} == {
        word: repr(values) for word, values in VALUES.items()
    }


def test_shuffle_gives_the_same_words_in_another_order_always_the_same() -> None:
    word = "a=shuffle(range(50))"
    in_order = [f"a={number}" for number in range(50)]
    assert sorted(swept(word)) == sorted(in_order)
    assert swept(word) != in_order
    assert swept(word) == swept(word)


NOT_SWEPT: dict[str, Any] = {
    "a=sort([3,1,2])": [1, 2, 3],
    "a=sort([b,a],reverse=true)": ["b", "a"],
    "a=sort(1)": 1,
    "a=shuffle(1)": [1],
    "a=int([1.5,'2'])": [1, 2],
    "a=float({b:1})": {"b": 1.0},
    "a=str(1)": "1",
    "a=bool('false')": False,
    "a=json_str([1,{b:x}])": '[1, {"b": "x"}]',
    "a=json_str(null)": "null",
    "a=extend_list(1,'x',[2])": [1, "x", [2]],
    "a=int(value=2.5)": 2,
    "a=int(2.5,value=null)": 2,
}


def test_a_function_may_give_a_value_that_does_not_sweep() -> None:
    assert {word: repr(fixed(word)) for word in NOT_SWEPT} == {word: repr(value) for word, value in NOT_SWEPT.items()}
