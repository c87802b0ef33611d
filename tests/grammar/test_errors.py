"""What a user reads when a word is wrong: what, where, and the cure."""

from __future__ import annotations

import pytest

from tests.grammar.asking import faults, shown

pytestmark = pytest.mark.once

MESSAGES = {
    "a": """\
there is no = in 'a'
a
 ^
write key=value, or ~key to delete a key""",
    "=1": """\
there is no key
=1
^
write key=value""",
    "a b=1": """\
'a b' is not a key that Hydra reads
a b=1
 ^
keys look like a.b, group/name, group@package, a[0]""",
    "a=1,2,": """\
there is no value behind the last comma
a=1,2,
      ^
remove the comma, or write '' for an empty value""",
    "a=,1": """\
there is no value before this comma
a=,1
  ^
write '' for an empty value""",
    "a=1,,2": """\
there is no value before this comma
a=1,,2
    ^
write '' for an empty value""",
    "a=[1,]": """\
there is no value behind the last comma
a=[1,]
     ^
remove the comma, or write '' for an empty value""",
    "a=b,'c d": """\
the quote is never closed
a=b,'c d
    ^
end it with '; ' as text needs quotes of the other kind around it""",
    "a=it's": """\
the quote is never closed
a=it's
    ^
end it with '; ' as text needs quotes of the other kind around it""",
    "a=[1,[2]": """\
the [ is never closed
a=[1,[2]
  ^
end it with ], or quote the value if it is text: key='...'""",
    "a=choice(1,": """\
the ( is never closed
a=choice(1,
        ^
end it with ), or quote the value if it is text: key='...'""",
    "a={b:1": """\
the { is never closed
a={b:1
  ^
end it with }, or quote the value if it is text: key='...'""",
    "a=[1)": """\
the [ is closed by )
a=[1)
    ^
close it with ]""",
    "a=1]": """\
this ] closes nothing
a=1]
   ^
remove it, or quote the value if it is text: key='...'""",
    "a='x'y": """\
quotes must go round the whole value
a='x'y
     ^
write 'all of it' in one pair of quotes""",
    "a=x'y'": """\
quotes must go round the whole value
a=x'y'
   ^
write 'all of it' in one pair of quotes""",
    "a=b=c": """\
'=' cannot stand here
a=b=c
   ^
quote the value if it is text: key='...'""",
    "a=é": """\
'é' must stand in quotes
a=é
  ^
write the text in quotes: "key='text'" for the shell""",
    "a=x;y": """\
';' must stand in quotes
a=x;y
   ^
write the text in quotes: "key='text'" for the shell""",
    "a={'b':1}": """\
a key in braces cannot be quoted
a={'b':1}
   ^
write it as plain text: {key:value}""",
    "a={${b}:1}": """\
a key in braces cannot be an interpolation
a={${b}:1}
   ^
write it as plain text: {key:value}""",
    "a={b}": """\
a key in braces has no value
a={b}
    ^
write {key:value}""",
    "a={b:}": """\
there is no value before this }
a={b:}
     ^
write '' for an empty value""",
    "a=${": """\
the interpolation is never closed
a=${
  ^
write ${key}, or quote the value if it is text""",
    "a=${b:${c}}": """\
this } closes nothing
a=${b:${c}}
          ^
quote a nested interpolation: '${a:${b}}'""",
    "a=x/$HOME": """\
$HOME would not be expanded
a=x/$HOME
    ^
__env(HOME)__ is its value in the job, '$HOME' in quotes the text""",
    "a=choise(1,2)": """\
there is no function choise()
a=choise(1,2)
  ^
did you mean choice()?""",
    "a=choice(null)": """\
choice() cannot take null here
a=choice(null)
         ^
write choice(a,b)""",
    "a=choice()": """\
choice() is empty
a=choice()
  ^
write choice(a,b)""",
    "a=choice(choice(1),2)": """\
choice() inside choice()
a=choice(choice(1),2)
  ^
write all values in one: choice(a,b,c)""",
    "a=choice(sort(choice(2,1)))": """\
choice() inside choice()
a=choice(sort(choice(2,1)))
  ^
write all values in one: choice(a,b,c)""",
    "a=range(a,b)": """\
range() cannot take text here
a=range(a,b)
        ^
write range(start,stop,step)""",
    "a=range(1,2,3,4)": """\
range() takes at most 3 values: start, stop, step
a=range(1,2,3,4)
              ^
write range(start,stop,step)""",
    "a=range()": """\
range() needs start
a=range()
  ^
write range(start,stop,step)""",
    "a=range(1,start=2)": """\
range() gets start twice
a=range(1,start=2)
          ^
write range(start,stop,step)""",
    "a=range(1,by=2)": """\
range() has no argument 'by'
a=range(1,by=2)
          ^
write range(start,stop,step)""",
    "a=range(start=1,5)": """\
a value without a name stands behind one with a name
a=range(start=1,5)
                ^
write range(start,stop,step)""",
    "a=range(1,9,0)": """\
range() with a step of 0 never ends
a=range(1,9,0)
  ^
write a step that leads from start to stop""",
    "a=range(0,inf)": """\
range() has no end, or too many numbers to count
a=range(0,inf)
  ^
write finite numbers: range(start,stop,step)""",
    "lr=interval(0,1)": """\
interval() is for optimizers: it names no values from 0 to 1
lr=interval(0,1)
   ^
name them: key=choice(0.1,0.2) or key=range(0,1,0.1)""",
    "a=sort(1,x)": """\
sort() cannot compare these values with each other
a=sort(1,x)
  ^
sort values of one kind""",
    "a=int(x)": """\
int() cannot read 'x'
a=int(x)
  ^
write int(1)""",
    "a=str(range(3))": """\
str() takes no range
a=str(range(3))
  ^
write the numbers: str(1,2,3)""",
    "a=[range(3)]": """\
a function that sweeps cannot stand inside a list
a=[range(3)]
   ^
sweep whole values: key=[1,x],[2,x] or key=choice(1,2,3)""",
    "+a=extend_list(1)": """\
extend_list() cannot stand behind a key with +
+a=extend_list(1)
^
write a=extend_list(...)""",
    "hydra.job.name=a,b": """\
Hydra's own configuration cannot be swept
hydra.job.name=a,b
               ^
give it one value""",
    "hydra.mode=MULTIRUN": """\
hydra.mode=MULTIRUN would send every product to one folder
hydra.mode=MULTIRUN
           ^
leave it out: heracles runs each product on its own""",
    "db=glob(*)": """\
glob() needs the options of the config group 'db', which Hydra finds inside
db=glob(*)
   ^
name the application's conf folder: --config-dir DIR, or config_dir in heracles.toml or from Python""",
}


def test_says_what_is_wrong_where_and_what_would_be_right() -> None:
    assert {word: shown(word) for word in MESSAGES} == MESSAGES


def test_a_blank_behind_a_quote_or_bracket() -> None:
    assert shown("a=['x'] ") == "a blank stands behind a closing quote or bracket\na=['x'] \n       ^\nremove it"


def test_a_function_that_is_like_no_other() -> None:
    (fault,) = faults("a=(b)", "b=f(1)")[1:]
    assert fault.what == "there is no function f()"
    assert fault.cure == (
        "known are int, float, str, bool, json_str, choice, range, interval, glob, tag, shuffle, sort, extend_list, "
        "zip; text with parentheses needs quotes"
    )


def test_an_empty_argument() -> None:
    assert shown("") == "an argument is empty\n\n^\nremove it, or write key=value"


@pytest.mark.parametrize(
    "word",
    [
        "hydra.mode=RunMode.MULTIRUN",
        "++hydra.mode='MULTIRUN'",
        "hydra.mode=2",
        "hydra[mode]=MULTIRUN",
        "hydra={mode:MULTIRUN}",
    ],
)
def test_multirun_in_every_spelling_that_hydra_takes(word: str) -> None:
    assert faults(word)[0].what == "hydra.mode=MULTIRUN would send every product to one folder"


@pytest.mark.parametrize(
    "word", ["hydra/launcher=a,b", "hydra.x=range(3)", "++hydra.x=choice(1)", "hydra[x]=1,2", "hydra=a,b"]
)
def test_nothing_of_hydra_itself_is_swept(word: str) -> None:
    assert faults(word)[0].what == "Hydra's own configuration cannot be swept"


@pytest.mark.parametrize("value", ["$HOME", "x$y", "[$a]", "1,$b", "{k:$c}", "{$d:1}", "int($e)", "\\$f"])
def test_an_unquoted_variable_is_refused_wherever_it_stands(value: str) -> None:
    assert faults(f"a={value}")[0].what.endswith(" would not be expanded")


def test_all_faults_of_all_words_are_shown_together() -> None:
    assert [(fault.what, fault.place.label if fault.place else "") for fault in faults("a=1,", "b=2", "c", "d='")] == [
        ("there is no value behind the last comma", "argument 1"),
        ("there is no = in 'c'", "argument 3"),
        ("the quote is never closed", "argument 4"),
    ]


SPLIT = {
    ("a=[x", "y]"): "'a=[x y]'",
    ("a=[x,", "y,", "z]"): "'a=[x, y, z]'",
    ("a={b:1,", "c:2}"): "'a={b:1, c:2}'",
    ("a=sort(3,1,", "reverse=true)"): "'a=sort(3,1, reverse=true)'",
    ("a=1,", "2"): "'a=1, 2'",
    ("a='x", "y'"): "\"a='x y'\"",
    ("a='$x", "y'"): "'a='\\''$x y'\\'''",
}


@pytest.mark.parametrize(("words", "quoted"), SPLIT.items())
def test_an_argument_that_the_shell_split_is_one_fault_with_its_quotes(words: tuple[str, ...], quoted: str) -> None:
    first, *others = words
    assert shown("b=1", *words, "c=2") == (
        f"the shell split this argument into {len(words)} words\n"
        f"{first}\n"
        f"{' ' * len(first)}^\n"
        f"quote it for the shell: {quoted}"
    )
    assert others


def test_words_that_do_not_make_one_argument_keep_their_own_faults() -> None:
    assert [fault.what for fault in faults("a=[x", "b=[y]", "c=]")] == [
        "the [ is never closed",
        "this ] closes nothing",
    ]
