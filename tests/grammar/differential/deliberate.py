"""Where heracles is meant to answer otherwise than Hydra's parser: all of it, in one table."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """Words that Hydra's parser takes and heracles refuses: a part of the message, why, and examples."""

    message: str
    why: str
    words: tuple[str, ...]


REFUSALS = (
    Refusal(
        "would not be expanded",
        "the shell expanded $NAME in the original, so silence would change what runs",
        ("a=$HOME", "a=x/$y,z", "a={$k:1}"),
    ),
    Refusal(
        "hydra.mode=MULTIRUN",
        "every product would go to one folder",
        ("hydra.mode=MULTIRUN", "++hydra.mode=RunMode.MULTIRUN", "hydra.mode=2", "hydra={mode:MULTIRUN}"),
    ),
    Refusal("Hydra's own configuration", "Hydra refuses it where it looks for its mode", ("hydra=a,b",)),
    Refusal("there is no key", "Hydra refuses it where it composes", ("=1", "~", "+=x", "~=1")),
    Refusal(
        "cannot stand inside",
        "Hydra would pass on its own innards, or drop the sweep",
        ("a=[glob(x)]", "a=glob(x),1", "a={k:glob(x)}", "a=sort([choice(1)],list=[2])"),
    ),
    Refusal("extend_list() takes no sweep", "Hydra would pass on its own innards", ("a=extend_list(glob(x))",)),
    Refusal("interval()", "Hydra would drop it", ("a=sort([interval(0,1)],list=[2])",)),
    Refusal("glob() takes patterns", "Hydra fails as soon as the group has options", ()),
    Refusal("brackets nest", "nobody means so many", ("a=" + "[" * 101 + "]" * 101,)),
    Refusal("there is no __", "nearly a name of ours", ("a=__randsed__", "a=__randsed:3__")),
    Refusal("stands inside another value", "a name of ours", ("a=[__randseed__]", "a=__randperm:1__,2")),
    Refusal("is not a number of seeds", "a name of ours", ("a=__randseed:x__",)),
    Refusal("__ asks for", "a name of ours", ("a=__randseed:0__",)),
    Refusal("has no arguments", "a name of ours", ("a=__linspace__", "a=__env__")),
    Refusal("does not end in __", "a name of ours", ("a=__linspace:0", "a=x__env:A")),
    Refusal("is not the name of a variable", "a name of ours", ("a=__env:1__", "a='x, __env(a b)__'")),
    Refusal("there is no ${heracles:", "nobody would fill it in", ("a=${heracles:name}", "a='${heracles:idd}'")),
    Refusal("a deletion takes no random seeds", "a name of ours", ("~a=__randseed__",)),
)
"""An endless range is refused as well; Hydra takes it, and never ends."""
