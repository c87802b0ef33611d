"""What programs are known for: which only prepare or tidy up, which read a script, which start another program."""

from __future__ import annotations

from heracles.frozen import NamedTuple
from heracles.script.slurm_options import LONG as SLURM_LONG, SBATCH_LETTERS, SRUN_LETTERS
from heracles.script.word_lists import word_set

SHELLS = frozenset({"sh", "bash", "dash", "ksh", "zsh", "ash", "mksh", "csh", "tcsh", "fish"})
PYTHONS = frozenset({"python", "python2", "python3", "pypy", "pypy3", "ipython", "ipython3", "pythonw"})
EVALUATORS = frozenset({"julia", "Rscript", "perl", "ruby", "node", "octave", "lua", "php"})
"""Interpreters that run a file, or code after ``-e``."""

BUILTINS = frozenset({".", "builtin", "command", "eval", "exec", "noglob", "nocorrect", "source", "test", "time"})
"""Words of the shell itself; a path that ends in one of them is some other program."""

SCRIPT_SUFFIXES = (".sh", ".bash", ".zsh", ".ksh", ".slurm", ".sbatch")

OUTPUT = frozenset({"echo", "printf", "print", "logger", ":", "true", "test", "["})
"""Commands that only mention their arguments."""

DECLARATIONS = frozenset({"export", "declare", "typeset", "local", "readonly"})

UTILITIES = (
    OUTPUT
    | DECLARATIONS
    | word_set(
        """
    alias bg break cd continue dirs disown enable false fg getopts hash help history jobs kill let mapfile popd pushd
    pwd read readarray set setopt shift shopt suspend times trap type ulimit umask unalias unset unsetopt wait whence
    where which autoload zmodload emulate zstyle bindkey compinit exit return
    apt apt-get awk base64 basename bc bzip2 cat chgrp chmod chown cksum clear cmp column comm cp curl cut date dd df
    diff dirname dos2unix du expr fallocate file fold free gawk getent getconf git git-lfs grep egrep fgrep
    groups gunzip gzip head hexdump hg hostname hostnamectl htop iconv id ifconfig install ip ipcrm ipcs join jq kinit
    klist killall last ldconfig ldd less ln locale ls lsb_release lsblk lscpu lsmod lsof lspci mail mailx md5sum mkdir
    mkfifo mknod mktemp more mount mountpoint mv nc netstat nl nproc numfmt od openssl paste patch pgrep ping pigz pkill
    printenv ps quota readlink realpath rename reset rm rmdir rsync scp sed sendmail seq sftp sha1sum sha256sum
    sha512sum shred shuf sleep sort split ss stat strings stty sum svn sync sysctl tac tail tar tee touch tput tr
    truncate ts tsort tty umount uname uniq unix2dos unlink unxz unzip updatedb uptime users vmstat wc wget who whoami
    xxd xz yes yq zcat zip zstd zstdcat
    addr2line ar as c++ cc clang clang++ cmake ctest configure g++ gcc gfortran ld meson mpicc mpicxx mpif90 ninja nm
    nvcc objdump pkg-config ranlib readelf strip
    bcp lfs lmod ml module myquota sacct sacctmgr sattach sbcast scancel scontrol sdiag seff sgather sinfo sprio
    squeue sreport sshare sstat strigger qstat qdel qalter bjobs bkill spack easybuild eb showq
    dcgmi ibstat nvidia-cuda-mps-control nvidia-cuda-mps-server nvidia-smi rocm-smi rocminfo amd-smi clinfo numastat
    aws azcopy gcloud gdown gsutil huggingface-cli hf kaggle mc rclone s3cmd s5cmd globus
    ch-build ch-build2dir ch-builder2squash ch-builder2tar ch-checkns ch-convert ch-fromhost ch-grow ch-image ch-mount
    ch-pull2dir ch-pull2tar ch-tar2dir ch-tug ch-umount ch-test shifterimg
    squashfuse squashfuse_ll fusermount mksquashfs
    pip pip2 pip3 virtualenv tensorboard Xvfb redis-server redis-cli mongod mysqld postgres
    memcached cookiecutter brew snap ccache sccache nix-env nix-channel
    dbus-launch vncserver Xorg fluxbox
    """
    )
)
"""Builtins, file utilities and tools around a job: passed over, and never a place for overrides."""

PREPARING_MODULES = word_set(
    """
    build compileall ensurepip json.tool pip pip._internal platform py_compile site sysconfig torch.utils.collect_env
    venv virtualenv zipfile http.server nltk.downloader spacy ipykernel visdom.server visdom tensorboard.main wandb
    """
)
"""Modules that ``python -m`` runs to set something up."""

SPECIAL = frozenset({".", "R", "eval", "gmake", "make", "qsub", "sbatch", "source", "ssh"})
"""Programs with rules of their own."""

STRING_RUNNERS = word_set(
    """
    su runuser sg newgrp script nix-shell tmux screen watch matlab at batch crontab dtach abduco byobu pdsh pssh clush
    dsh rsh
    """
)
"""Programs that take a command as one string, or start it out of reach of the job."""

SUBCOMMANDS = {
    "accelerate": ("launch",),
    "apptainer": ("exec", "run", "shell"),
    "cargo": ("run",),
    "conda": ("run",),
    "docker": ("run", "exec", "compose"),
    "dvc": ("repro", "exp"),
    "enroot": ("start", "exec"),
    "go": ("run",),
    "hatch": ("run",),
    "jupyter": ("nbconvert", "execute", "run"),
    "mamba": ("run",),
    "micromamba": ("run",),
    "mlflow": ("run",),
    "nerdctl": ("run", "exec", "compose"),
    "npm": ("run", "start", "exec"),
    "pdm": ("run",),
    "pipenv": ("run",),
    "pipx": ("run",),
    "pixi": ("run",),
    "podman": ("run", "exec", "compose"),
    "poetry": ("run",),
    "ray": ("job", "exec", "submit"),
    "rye": ("run",),
    "sarus": ("run",),
    "singularity": ("exec", "run", "shell"),
    "udocker": ("run", "exec"),
    "uv": ("run",),
    "wandb": ("agent", "launch"),
    "yarn": ("run", "start", "exec"),
}
"""Programs whose other subcommands (``pull``, ``install``, ``activate``) run nothing that could take overrides."""

RUNNING_AN_IMAGE = frozenset({"run", "start"})
"""Subcommands after which an image needs no command: it has one of its own, which gets the arguments."""


def is_python(name: str) -> bool:
    return name in PYTHONS or (name.startswith("python") and name[6:].replace(".", "").isdigit())


def is_interpreter(name: str) -> bool:
    """Whether a program of that name, in whatever directory, is a shell, Python or another interpreter."""
    return name in SHELLS or name in EVALUATORS or is_python(name)


class Wrapper(NamedTuple):
    """How a program that starts another one is called: ``letters`` and ``long`` name the options that take a value,
    ``operands`` counts what stands between the options and the other program."""

    letters: str = ""
    long: frozenset[str] = frozenset()
    operands: int = 0


_SINGULARITY = Wrapper(
    "BHSWo",
    word_set(
        """
        add-caps app apply-cgroups arch authfile bind blkio-weight blkio-weight-device cpu-shares cpus cpuset-cpus
        cpuset-mems cwd dns docker-host drop-caps env env-file fusemount home hostname memory memory-reservation
        memory-swap mount netns-path network network-args no-mount overlay pem-path pids-limit platform pwd scratch
        security shell workdir
        """
    ),
    1,
)
_DOCKER = Wrapper(
    "acehlmpuvw",
    word_set(
        """
        add-host annotation attach blkio-weight cap-add cap-drop cgroup-parent cidfile cpu-period cpu-quota cpu-shares
        cpus cpuset-cpus cpuset-mems detach-keys device dns domainname entrypoint env env-file expose gpus group-add
        health-cmd hostname ip ipc isolation label label-file link log-driver log-opt mac-address memory
        memory-reservation memory-swap memory-swappiness mount name net network network-alias oom-score-adj pid
        pids-limit platform publish pull restart runtime security-opt shm-size stop-signal stop-timeout storage-opt
        sysctl tmpfs ulimit user userns uts volume volume-driver volumes-from workdir
        """
    ),
    1,
)
_CONDA = Wrapper("np", frozenset({"name", "prefix", "cwd", "e", "env-spec"}))
_RUN = Wrapper(
    "Cpme",
    word_set(
        """
        directory project python with with-editable with-requirements env-file extra group only-group package
        index-url find-links environment manifest-path executable
        """
    ),
)

WRAPPERS = {
    "apptainer": _SINGULARITY,
    "builtin": Wrapper(),
    "catchsegv": Wrapper(),
    "ch-run": Wrapper(
        "bcgmsu", frozenset({"bind", "cd", "gid", "mount", "storage", "uid", "feature", "join-ct", "join-pid"}), 1
    ),
    "chronic": Wrapper(),
    "chrt": Wrapper("TPD", operands=1),
    "command": Wrapper(),
    "conda": _CONDA,
    "dbus-run-session": Wrapper("", frozenset({"config-file"})),
    "docker": _DOCKER,
    "doas": Wrapper("uC"),
    "enroot": Wrapper("cemr", frozenset({"rc", "env", "mount", "conf"}), 1),
    "env": Wrapper("uC", frozenset({"unset", "chdir"})),
    "exec": Wrapper("a"),
    "flock": Wrapper("wE", frozenset({"timeout", "wait", "conflict-exit-code"}), 1),
    "hatch": _RUN,
    "ionice": Wrapper("cn", frozenset({"class", "classdata"})),
    "mamba": _CONDA,
    "micromamba": _CONDA,
    "nerdctl": _DOCKER,
    "nice": Wrapper("n", frozenset({"adjustment"})),
    "noglob": Wrapper(),
    "nocorrect": Wrapper(),
    "nohup": Wrapper(),
    "numactl": Wrapper(
        "NmCiIwplM",
        frozenset({"cpunodebind", "membind", "physcpubind", "interleave", "preferred", "weighted-interleave"}),
    ),
    "parallel": Wrapper(
        "jnNLISPaCd", frozenset({"jobs", "delay", "colsep", "joblog", "results", "max-args", "timeout", "retries"})
    ),
    "pdm": _RUN,
    "pipenv": _RUN,
    "pixi": _RUN,
    "podman": _DOCKER,
    "poetry": _RUN,
    "qsub": Wrapper("aACcdejJklmMNopqrStuvwW"),
    "rye": _RUN,
    "sarus": Wrapper("mw", frozenset({"mount", "device", "workdir", "entrypoint", "env"}), 1),
    "sbatch": Wrapper(SBATCH_LETTERS, SLURM_LONG),
    "setsid": Wrapper(),
    "shifter": Wrapper(
        "eiVwmEC", frozenset({"image", "volume", "env", "env-file", "workdir", "module", "entrypoint", "clearenv"})
    ),
    "singularity": _SINGULARITY,
    "srun": Wrapper(SRUN_LETTERS, SLURM_LONG | {"wait"}),
    "stdbuf": Wrapper("ioe", frozenset({"input", "output", "error"})),
    "sudo": Wrapper("CDghpRrTtUu", frozenset({"user", "group", "host", "prompt", "chdir"})),
    "taskset": Wrapper(operands=1),
    "time": Wrapper("fo", frozenset({"format", "output"})),
    "timeout": Wrapper("ks", frozenset({"kill-after", "signal"}), 1),
    "udocker": Wrapper("vehuw", frozenset({"volume", "env", "user", "workdir", "hostname", "name", "entrypoint"}), 1),
    "unbuffer": Wrapper(),
    "uv": _RUN,
    "xvfb-run": Wrapper(
        "defnpsw", frozenset({"server-args", "server-num", "error-file", "auth-file", "wait", "xauth-protocol"})
    ),
    "xargs": Wrapper("adEILnPs", frozenset({"arg-file", "delimiter", "max-lines", "max-args", "max-procs", "replace"})),
    "ssh": Wrapper("BbcDEeFIiJLlmOopQRSWw", operands=1),
}
"""Programs that start the program named after their options; other such programs are searched for a known one."""

BUILD_TARGETS = word_set("all build check clean compile depend distclean install install-strip test uninstall")
"""Targets of make that run no experiment."""
