"""The options of sbatch and srun: which take a value, and how sbatch reads a list of words.

From the option table of Slurm 26.05 (src/common/slurm_opt.c), and the manual of its container plugin pyxis.
"""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.word_lists import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SBATCH_LETTERS = "ABCDFGJLMNSabcdeimnopqtwx"
SRUN_LETTERS = "ABCDFGJLMNSTWbcdeimnopqrtwx"

LONG = word_set(
    """
    accel-bind account acctg-freq array autocomplete batch bb bbf bcast-exclude begin chdir cluster cluster-constraint
    clusters comment constraint container container-id container-image container-mounts container-name container-save
    container-workdir context core-spec cores-per-socket cpu-bind cpu-freq cpu_bind cpus-per-gpu cpus-per-task deadline
    delay-boot dependency distribution epilog error exclude export export-file extra extra-node-info gid gpu-bind
    gpu-freq gpus gpus-per-node gpus-per-socket gpus-per-task gres gres-flags het-group hint ignore-signals input
    job-name jobid kill-on-invalid-dep licenses mail-type mail-user mcs-label mem mem-bind mem-per-cpu mem-per-gpu
    mem-update mincpus mpi msg-timeout network nodefile nodelist nodes ntasks ntasks-per-core ntasks-per-gpu
    ntasks-per-node ntasks-per-socket ntasks-per-tres open-mode output pack-group partition power prefer priority
    profile prolog qos relative reservation resources runtime segment signal slurmd-debug sockets-per-node switches
    task-epilog task-prolog tasks-per-node thread-spec threads threads-per-core time time-min tmp treewidth tres-bind
    tres-per-task uid wait-all-nodes wckey wrap
    """
)

OF_SRUN_ALONE = word_set(
    """
    accel-bind bcast-exclude cpu-bind cpu_bind epilog het-group ignore-signals jobid mpi msg-timeout pack-group prolog
    relative slurmd-debug task-epilog task-prolog threads treewidth
    """
)

WITHOUT_VALUE = word_set(
    """
    consolidate-segments contiguous exclusive external get-user-env help hold ignore-pbs nice no-kill no-requeue
    oom-kill-step overcommit oversubscribe parsable propagate quiet reboot requeue resv-ports share spread-job
    spread-segments stepmgr test-only usage use-min-nodes verbose version wait
    """
)
"""Long options of sbatch without a value, or with one behind an equals sign only."""

BY_LETTER = {
    "A": "account", "B": "extra-node-info", "C": "constraint", "D": "chdir", "F": "nodefile", "G": "gpus",
    "H": "hold", "J": "job-name", "L": "licenses", "M": "clusters", "N": "nodes", "O": "overcommit", "Q": "quiet",
    "S": "core-spec", "V": "version", "W": "wait", "a": "array", "b": "begin", "c": "cpus-per-task", "d": "dependency",
    "e": "error", "h": "help", "i": "input", "k": "no-kill", "m": "distribution", "n": "ntasks", "o": "output",
    "p": "partition", "q": "qos", "s": "oversubscribe", "t": "time", "v": "verbose", "w": "nodelist", "x": "exclude",
}  # fmt: skip

PBS_LETTERS = "aACcdejJklmMNopqrStuvwW"
OF_PBS = {
    "J": "array", "array": "array", "d": "chdir", "e": "error", "error": "error", "h": "hold", "hold": "hold",
    "job_array": "array", "l": "resources of PBS", "o": "output", "out": "output", "resource_list": "resources of PBS",
    "t": "array", "w": "chdir",
}  # fmt: skip
"""What sbatch makes of options of qsub (src/sbatch/xlate.c)."""

SYNONYMS = {"cluster": "clusters", "share": "oversubscribe", "tasks-per-node": "ntasks-per-node"}


class Option(NamedTuple):
    """An option: its long name without dashes, its value ("" where it has none), and the words that it is alone.

    A word that is no option is the value of one without a name.
    """

    name: str
    value: str
    words: tuple[str, ...]


class Grammar(NamedTuple):
    """How a program reads its options: what letters and words mean, and which of them take a value."""

    meanings: Mapping[str, str]
    letters_with_value: str
    with_value: frozenset[str]
    without_value: frozenset[str]

    def meaning(self, typed: str) -> str:
        """The option that a long name means, which may be any beginning that no other option has."""
        if typed in self.with_value or typed in self.without_value:
            return self.meanings.get(typed, typed)
        candidates = {
            self.meanings.get(name, name) for name in (*self.with_value, *self.without_value) if name.startswith(typed)
        }
        return candidates.pop() if len(candidates) == 1 else typed


SBATCH = Grammar({**BY_LETTER, **SYNONYMS}, SBATCH_LETTERS, LONG - OF_SRUN_ALONE, WITHOUT_VALUE)
PBS = Grammar(OF_PBS, PBS_LETTERS, word_set("array error job_array out resource_list"), word_set("hold"))


def options_in(words: Sequence[str], grammar: Grammar = SBATCH) -> Iterator[Option]:
    """The options in a list of words, as getopt_long(3) reads them: ``--time=1``, ``--tim 1``, ``-t1``, ``-Ht 1``."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--") and word != "--":
            yield _long(word, rest, grammar)
        elif word.startswith("-") and word not in {"-", "--"}:
            yield from _letters(word, rest, grammar)
        else:
            yield Option("", word, (word,))


def _long(word: str, rest: Iterator[str], grammar: Grammar) -> Option:
    typed, equals, value = word[2:].partition("=")
    name = grammar.meaning(typed)
    if equals or name not in grammar.with_value:
        return Option(name, value, (word,))
    return _with_next_word(name, word, rest)


def _letters(word: str, rest: Iterator[str], grammar: Grammar) -> Iterator[Option]:
    for place, letter in enumerate(word[1:], start=2):
        name = grammar.meanings.get(letter, letter)
        if letter not in grammar.letters_with_value:
            yield Option(name, "", ("-" + letter,))
            continue
        value = word[place:]
        yield Option(name, value, (f"-{letter}{value}",)) if value else _with_next_word(name, "-" + letter, rest)
        return


def _with_next_word(name: str, word: str, rest: Iterator[str]) -> Option:
    value = next(rest, None)
    return Option(name, "", (word,)) if value is None else Option(name, value, (word, value))
