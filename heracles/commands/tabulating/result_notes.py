"""What is to be said of results that are not there, or not as they should be: once, with a number and an example."""

from __future__ import annotations

import os

from heracles.commands.outputs.log_wording import short
from heracles.commands.wording import counted
from heracles.errors import nearest
from heracles.frozen import TYPE_CHECKING
from heracles.results import CUT, MISSING, Trouble, is_number, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from heracles.commands.tabulating.result_files import Found
    from heracles.commands.tabulating.result_rows import Reading, Rows

OLDER = Trouble("is older than its product's last launch", "are older than their products' last launches")
TEMPLATE = "${"
FEW = 8
"""So many keys are named to somebody who named none that is there."""


def of_products(found: Found) -> Iterator[str]:
    """What is said of products that are not shown, or not whole."""
    if found.hidden:
        yield f"{counted(found.hidden, 'product is', 'products are')} declared no more and left out; --all shows them"
    number, example = found.overwritten
    if number:
        blank = counted(number, "product is blank", "products are blank")
        yield f"{blank}: one that was launched later has the same file, {short(example)}"


def of_tasks(found: Sequence[Reading]) -> Iterator[str]:
    """That a job array of a product writes where one run would."""
    most = max((each.left.state.total for each in found), default=1)
    if most > 1:
        yield f"each product has {most} tasks and one file: what the last of them wrote is shown"


def of_files(found: Sequence[Reading]) -> Iterator[str]:
    """What is the matter with files that are there."""
    troubles: dict[Trouble, list[Reading]] = {}
    for each in found:
        for trouble in _troubles(each):
            troubles.setdefault(trouble, []).append(each)
    for trouble, those in troubles.items():
        yield f"{counted(len(those), f'file {trouble.one}', f'files {trouble.many}')}{_such_as(those)}"


def _troubles(reading: Reading) -> Iterator[Trouble]:
    if reading.trouble and reading.trouble != MISSING:
        yield reading.trouble
    if reading.is_cut:
        yield CUT
    if reading.is_older:
        yield OLDER


def of_keys(found: Sequence[Reading], keys: Sequence[str], path: str) -> Iterator[str]:
    """Which keys files do not have."""
    read = [each for each in found if each.trouble is None]
    for key in keys:
        without = [each for each in read if each.values[key] is None]
        if without and len(without) == len(read):
            yield f"no file has {key}{part_of(path)}{_instead(key, without)}"
        elif without:
            yield f"{counted(len(without), 'file has', 'files have')} no {key}{part_of(path)}{_such_as(without)}"


def _instead(key: str, without: Sequence[Reading]) -> str:
    """What somebody may have meant by a key that no file has; one that is there is blank."""
    known = without[0].names
    if key in known or not known:
        return _such_as(without)
    likely = nearest(key, known)
    return f"; did you mean {likely}?" if likely else f"; there is: {few(known)}"


def few(names: Sequence[str], form: str = "{}", separator: str = ", ") -> str:
    """Some of the names, each in that form."""
    return separator.join([*map(form.format, names[:FEW]), *["..."][: len(names) > FEW]])


def of_values(found: Sequence[Reading], keys: Sequence[str]) -> Iterator[str]:
    """Which values are nan or infinite."""
    for key in keys:
        those = [each for each in found if isinstance(_value(each, key), float) and not is_number(_value(each, key))]
        if those:
            yield f"{counted(len(those), 'value', 'values')} of {key} not finite{_such_as(those)}"


def of_means(found: Sequence[Reading], table: Rows, over: Sequence[str]) -> Iterator[str]:
    """What does not count in means, and that there are none where each is of one product."""
    for key in table.keys:
        those = [each for each in found if _value(each, key) is not None and not is_number(_value(each, key))]
        if those:
            what = counted(len(those), "value", "values")
            yield f"{what} of {key} left out of means, being no finite numbers{_such_as(those)}"
    if len(table.rows) == len(found) > 1:
        yield f"no two products differ in {' and '.join(over)} alone, but in {', '.join(table.varied) or 'nothing'} too"


def of_missing(found: Sequence[Reading], path: str) -> Iterator[str]:
    """How many products have no file, in one line."""
    missing = [each for each in found if each.trouble == MISSING]
    if missing:
        name = os.path.basename(path)
        have = "product has" if len(found) == 1 else "products have"
        waiting = sum(each.left.state.state == "waiting" for each in missing)
        why = f" ({waiting} not launched)" if waiting else ""
        where = _looked_for(missing) if len(missing) == len(found) else ""
        yield f"{len(missing)} of {len(found)} {have} no {path if TEMPLATE in name else name}{why}{where}"


def _looked_for(missing: Sequence[Reading]) -> str:
    """Where the file of one would be that was launched, for whoever wonders why there is none."""
    file = next((each.left.file for each in missing if each.left.file), None)
    return f"; looked for {short(file)} and the like" if file else ""


def _value(reading: Reading, key: str) -> Any:
    return reading.values.get(key)


def _such_as(those: Sequence[Reading]) -> str:
    before = ": " if len(those) == 1 else ", such as "
    return f"{before}{short(those[0].left.file or '')}"
