"""Which options of sbatch and srun take a value: as one word or as two, this decides what the words after them are.

From the option table of Slurm 26.05 (src/common/slurm_opt.c), and the manual of its container plugin pyxis.
"""

from __future__ import annotations

from heracles.script.word_lists import word_set

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
    ntasks-per-node ntasks-per-socket ntasks-per-tres open-mode output pack-group partition prefer priority profile
    prolog qos relative reservation resources runtime segment signal slurmd-debug sockets-per-node switches task-epilog
    task-prolog tasks-per-node thread-spec threads threads-per-core time time-min tmp treewidth tres-bind tres-per-task
    uid wait-all-nodes wckey wrap
    """
)
