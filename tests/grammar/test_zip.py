"""``name=zip(...)``: rows of words, as Hydra's own proposal for paired sweeps writes them."""

from __future__ import annotations

from heracles.errors import Place
from heracles.grammar import Override, Zip, parse
from tests.grammar.asking import argument, shown


def rows(word: str) -> list[str]:
    answer = argument(word)
    assert isinstance(answer, Zip)
    assert [tuple(override.key for override in row) for row in answer.rows] == [answer.keys] * len(answer.rows)
    return [" ".join(override.text for override in row) for row in answer.rows]


ROWS = {
    "m=zip(model=choice(resnet,vit),optimizer=choice(sgd,adamw))": [
        "model=resnet optimizer=sgd", "model=vit optimizer=adamw",
    ],
    "m=zip(model=[resnet,vit],optimizer=[sgd,adamw])": ["model=resnet optimizer=sgd", "model=vit optimizer=adamw"],
    "m=zip(env.num-envs=[8,16],+env.name=[A,B],++a[0].b=range(2),db/x@p.q=choice('x,y','1'))": [
        "env.num-envs=8 +env.name=A ++a[0].b=0 db/x@p.q=x\\,y", "env.num-envs=16 +env.name=B ++a[0].b=1 db/x@p.q='1'",
    ],
    "m=zip( a = [1, 2] , b = [ 3,4] )": ["a=1 b=3", "a=2 b=4"],
    "m=zip(a=range(0,1,0.5),b=int(choice(1.5,'2')),c=str(range_,7))": [
        "a=0.0 b=1 c=range_", "a=0.5 b=2 c='7'",
    ],
    "m=zip(a=sort(choice(2,1)),b=[[1,x],[]],c=[{k:v},null],d=['é','x y'])": [
        "a=1 b=[1,x] c={k:v} d='é'", "a=2 b=[] c=null d='x y'",
    ],
    "m=zip(a=__linspace(0,1,3)__,b=__logspace:1,100,3__)": ["a=0.0 b=1", "a=0.5 b=10", "a=1.0 b=100"],
    "m=zip(a=[x/__env(USER)__,'__env:A__'],b=[${heracles:id},${c}])": [
        "a=x/__env(USER)__ b=${heracles:id}", "a='__env:A__' b=$\\{c\\}",
    ],
    "m=zip(a=[1,1],b=tag(t,choice(1,2)))": ["a=1 b=1", "a=1 b=2"],
    "m=zip(a=[],b=range(0))": [],
    "m=tag(t,zip(a=[1,2],b=[3,4]))": ["a=1 b=3", "a=2 b=4"],
    "m=sort(zip(a=choice(2,1,2),b=['z',y,x]))": ["a=1 b=y", "a=2 b=x", "a=2 b='z'"],
    "m=sort(sweep=zip(a=range(3),b=[x,y,z]),reverse=true)": ["a=2 b=z", "a=1 b=y", "a=0 b=x"],
    "m=sort(shuffle(zip(a=[2,3,1],b=[x,y,z])))": ["a=1 b=z", "a=2 b=x", "a=3 b=y"],
}  # fmt: skip


def test_rows() -> None:
    assert {word: rows(word) for word in ROWS} == ROWS


def test_shuffle_moves_whole_rows_and_always_alike() -> None:
    for members in ("a=range(50),b=range(100,150)", f"a={[*range(50)]},b={[*range(100, 150)]}"):
        shuffled = rows(f"m=shuffle(zip({members}))")
        assert shuffled != rows(f"m=zip({members})")
        assert sorted(shuffled) == sorted(f"a={number} b={number + 100}" for number in range(50))
        assert shuffled == rows(f"m=shuffle(zip({members}))")


def test_carries_its_name_its_place_and_typed_values() -> None:
    word = "m=zip(a=[1,x],b=choice('2',true))"
    place = Place("argument 1", word, 2)
    assert parse([(word, Place("argument 1"))])[0] == Zip(
        "m",
        ("a", "b"),
        (
            (Override("a=1", "a", 1, place), Override("b='2'", "b", "2", place)),
            (Override("a=x", "a", "x", place), Override("b=True", "b", True, place)),
        ),
        place,
    )


def test_rows_of_numbers_are_computed_only_where_they_are_asked_for() -> None:
    answer = argument("m=zip(a=range(1000000000),b=__linspace(0,999999999,1000000000)__)")
    assert isinstance(answer, Zip)
    assert [override.text for override in answer.rows[-1]] == ["a=999999999", "b=999999999"]


USAGE = "zip(model=choice(a,b),optimizer=choice(c,d))"
WRONG = {
    "m=zip(model=[a,b],lr=choice(1,2,3),n=range(4))": """\
zip() pairs values one by one, but their numbers differ: model has 2, lr has 3, n has 4
m=zip(model=[a,b],lr=choice(1,2,3),n=range(4))
  ^
give each key the same number of values""",
    "m=zip(a=[1,2])": f"""\
zip() of a single key pairs nothing
m=zip(a=[1,2])
  ^
sweep it by itself: a=..., or write {USAGE}""",
    "m=zip()": f"""\
zip() is empty
m=zip()
  ^
write {USAGE}""",
    "m=zip(a=[1,2],b=[3,4],a=[5,6])": """\
zip() has a twice
m=zip(a=[1,2],b=[3,4],a=[5,6])
                      ^
remove one of them""",
    "m=zip(a=[1,2],b=shuffle(choice(3,4)))": """\
b is shuffled by itself, which would pair its values at random
m=zip(a=[1,2],b=shuffle(choice(3,4)))
              ^
shuffle whole rows: name=shuffle(zip(...))""",
    "m=zip(a=shuffle([1,2]),b=[3,4])": """\
a is shuffled by itself, which would pair its values at random
m=zip(a=shuffle([1,2]),b=[3,4])
      ^
shuffle whole rows: name=shuffle(zip(...))""",
    "m=zip(a=int(shuffle(range(2))),b=[3,4])": """\
a is shuffled by itself, which would pair its values at random
m=zip(a=int(shuffle(range(2))),b=[3,4])
      ^
shuffle whole rows: name=shuffle(zip(...))""",
    "m=zip(a=int(shuffle(['1',2])),b=[3,4])": """\
a is shuffled by itself, which would pair its values at random
m=zip(a=int(shuffle(['1',2])),b=[3,4])
      ^
shuffle whole rows: name=shuffle(zip(...))""",
    "m=zip(a=[1,2],lr=interval(0,1))": """\
interval() is for optimizers: it names no values from 0 to 1
m=zip(a=[1,2],lr=interval(0,1))
                 ^
name them: key=choice(0.1,0.2) or key=range(0,1,0.1)""",
    "m=zip(a=[1,2],b=3)": """\
b has no values to pair
m=zip(a=[1,2],b=3)
              ^
write its values: b=choice(a,b) or b=[a,b]""",
    "m=zip(a=[1,2],db=glob(*))": """\
db has no values to pair
m=zip(a=[1,2],db=glob(*))
              ^
name its options: db=choice(a,b) or db=[a,b]""",
    "m=zip(a=[1,2],b=range(0,9,0))": """\
range() with a step of 0 never ends
m=zip(a=[1,2],b=range(0,9,0))
              ^
write a step that leads from start to stop""",
    "m=zip(a=[1,2],b=zip(c=[1,2],d=[1,2]))": """\
b has no values to pair
m=zip(a=[1,2],b=zip(c=[1,2],d=[1,2]))
              ^
write its values: b=choice(a,b) or b=[a,b]""",
    "m=zip(a=[1,2],b=__randseed(2)__)": """\
__randseed__ stands inside another value
m=zip(a=[1,2],b=__randseed(2)__)
                ^
it must be the whole value: key=__randseed(3)__""",
    "m=zip(a=[1,2],1b=[1,2])": """\
'1b' is not a key that Hydra reads
m=zip(a=[1,2],1b=[1,2])
              ^
keys look like a.b, group/name, group@package, a[0]""",
    "m=zip(a=[1,2],+b c=[1,2])": """\
'b c' is not a key that Hydra reads
m=zip(a=[1,2],+b c=[1,2])
                ^
keys look like a.b, group/name, group@package, a[0]""",
    "m=zip(a=[1,2],=[1,2])": """\
there is no key
m=zip(a=[1,2],=[1,2])
              ^
write key=value""",
    "m=zip(a=[1,2],[3,4])": f"""\
a member of zip() has no key
m=zip(a=[1,2],[3,4])
              ^
write {USAGE}""",
    "m=zip(a=[1,2],b=1,2)": """\
b has no values to pair
m=zip(a=[1,2],b=1,2)
              ^
write its values: b=choice(a,b) or b=[a,b]""",
    "m=zip(a=[1,2],hydra.x=[3,4])": """\
Hydra's own configuration cannot be swept
m=zip(a=[1,2],hydra.x=[3,4])
              ^
give it one value""",
    "+m=zip(a=[1,2],b=[3,4])": """\
zip() cannot stand behind a key with +
+m=zip(a=[1,2],b=[3,4])
^
write m=zip(+key=...)""",
    "m=zip(a=[1,2],b=[3,4]),5": """\
a function that sweeps cannot stand inside a list of choices
m=zip(a=[1,2],b=[3,4]),5
  ^
sweep whole values: key=[1,x],[2,x] or key=choice(1,2,3)""",
    "m=choice(zip(a=[1,2],b=[3,4]))": """\
choice() cannot take a zip here
m=choice(zip(a=[1,2],b=[3,4]))
         ^
write choice(a,b)""",
    "m=sort(zip(a=[x,1],b=[3,4]))": """\
sort() cannot compare these rows with each other
m=sort(zip(a=[x,1],b=[3,4]))
  ^
give each key values of one kind""",
    "m=zip(a=[1,2],b=[3,4]": """\
the ( is never closed
m=zip(a=[1,2],b=[3,4]
     ^
end it with ), or quote the value if it is text: key='...'""",
    "m=zpi(a=[1,2],b=[3,4])": """\
there is no function zpi()
m=zpi(a=[1,2],b=[3,4])
  ^
did you mean zip()?""",
}


def test_malformed() -> None:
    assert {word: shown(word) for word in WRONG} == WRONG
