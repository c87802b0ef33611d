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


def show_product(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import show_product as command  # noqa: PLC0415

    refuse_launcher_args(options)
    [name] = options.sweep
    directory = ("-C", options.directory) if options.directory else ()
    config = ("--config", options.config) if options.config else ()
    words = ("heracles", *directory, *config, "show", options.name, name, "--script")
    request = command.Request(options.name, name, options.config, words)
    if options.script:
        return command.print_script(request, terminal)
    return command.show_product_json(request, terminal) if options.json else command.show_product(request, terminal)


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


def run(source: Declared, options: SimpleNamespace, terminal: Terminal) -> int:
    if not options.wait or options.dry_run:
        return _launch(source, options, _running(options), terminal)
    from heracles.commands.wait import run_and_wait  # noqa: PLC0415

    return run_and_wait(
        source, _running(options), lambda: _launch(source, options, _running(options), terminal), terminal
    )


def status(options: SimpleNamespace, terminal: Terminal) -> int:
    refuse_launcher_args(options)
    if (options.watch or options.every) and options.json:
        raise UsageError("--watch draws, and --json is for programs", cure="leave out one of them")
    if options.target is None and not (options.failed or options.only):
        return _overview(options, terminal)
    from heracles.commands import status  # noqa: PLC0415
    from heracles.commands.narrowing import FAILED_ONES, Narrowing  # noqa: PLC0415

    narrowing = (FAILED_ONES if options.failed else Narrowing())._replace(only=tuple(options.only))
    asked = status.Asked(options.target, narrowing, options.config)
    if options.watch or options.every:
        return status.status_watched(asked, options.every, terminal)
    print_products = status.status_json if options.json else status.status
    return print_products(asked, terminal)


def _overview(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import overview  # noqa: PLC0415

    if options.watch or options.every:
        return overview.overview_watched(options.config, options.every, terminal)
    print_launches = overview.overview_json if options.json else overview.overview
    return print_launches(options.config, terminal)


def resume(target: str | None, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import resume  # noqa: PLC0415
    from heracles.commands.requests import Launching  # noqa: PLC0415

    refuse_launcher_args(options)
    launching = Launching(None, None, (), options.overwrite, keep=False, assume=options.assume)
    go_on = resume.resume_telling_json if options.json else resume.resume
    return go_on(target, options.config, launching, terminal)


def retry(target: str | None, options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import retry  # noqa: PLC0415
    from heracles.commands.requests import Launching  # noqa: PLC0415

    only = tuple(options.only)
    wanted = retry.Wanted(target, options.state, only, options.as_launched, options.placement, options.config)
    launching = Launching(None, None, options.launcher_args, options.overwrite, keep=False, sure=options.yes)
    if options.dry_run:
        look = retry.dry_run_telling_json if options.json else retry.dry_run
        return look(wanted, launching, terminal)
    perform = retry.retry_telling_json if options.json else retry.retry
    return perform(wanted, launching, terminal)


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

    launching = Launching(options.launcher, options.command, options.launcher_args, options.overwrite, options.keep)
    return launching._replace(snapshot=options.snapshot)


def _running(options: SimpleNamespace) -> Launching:
    return _launching(options)._replace(
        again=options.again, despite_changes=options.keep_going, sure=options.yes, assume=options.assume
    )
