"""From parsed options to the command that does it; commands are imported when they are called."""

from __future__ import annotations

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.commands.requests import Declared, Launching, Selection, Source
    from heracles.terminal import Terminal


def write(source: Source, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.write import write  # noqa: PLC0415

    refuse_launcher_args(options)
    return write(source, _selection(options), terminal)


def delete(source: Source, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.delete import delete  # noqa: PLC0415

    refuse_launcher_args(options)
    return delete(source, _selection(options), terminal)


def show(source: Source, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import show  # noqa: PLC0415

    refuse_launcher_args(options)
    print_products = show.show_json if options.json else show.show
    return print_products(source, _selection(options), terminal)


def explain(source: Declared, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import explain  # noqa: PLC0415

    refuse_launcher_args(options)
    print_parts = explain.explain_json if options.json else explain.explain
    return print_parts(source, terminal)


def check(source: Declared, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import check  # noqa: PLC0415

    refuse_launcher_args(options)
    perform = check.check_telling_json if options.json else check.check
    return perform(source, options.workers, terminal)


def launch(source: Source, options: SimpleNamespace, terminal: Terminal) -> int:
    return _launch(source, options, _launching(options), terminal)


def run(source: Source, options: SimpleNamespace, terminal: Terminal) -> int:
    return _launch(source, options, _running(options), terminal)


def resume(target: str | None, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import resume  # noqa: PLC0415
    from heracles.commands.requests import Launching  # noqa: PLC0415

    refuse_launcher_args(options)
    launching = Launching(None, None, (), options.overwrite, keep=False, assume=options.assume)
    go_on = resume.resume_telling_json if options.json else resume.resume
    return go_on(target, launching, terminal)


def _launch(source: Source, options: SimpleNamespace, launching: Launching, terminal: Terminal) -> int:
    from heracles.commands import run, show  # noqa: PLC0415

    if options.dry_run and options.json:
        return show.show_json(source, _selection(options), terminal)
    if options.dry_run:
        return run.dry_run(source, _selection(options), launching, terminal)
    perform = run.run_telling_json if options.json else run.run
    return perform(source, _selection(options), launching, terminal)


def refuse_launcher_args(options: SimpleNamespace) -> None:
    if options.launcher_args:
        place = Place("after --", " ".join(options.launcher_args))
        raise UsageError("only a launch passes arguments on to a launcher", place, "leave out -- and what follows it")


def _selection(options: SimpleNamespace) -> Selection:
    from heracles.commands.requests import Selection  # noqa: PLC0415

    return Selection(tuple(options.only), options.limit)


def _launching(options: SimpleNamespace) -> Launching:
    from heracles.commands.requests import Launching  # noqa: PLC0415

    return Launching(options.launcher, options.command, options.launcher_args, options.overwrite, options.keep)


def _running(options: SimpleNamespace) -> Launching:
    return _launching(options)._replace(
        again=options.again, despite_changes=options.keep_going, sure=options.yes, assume=options.assume
    )
