"""Starts other programs: always with a list of arguments, never through a shell."""

from heracles.process.asking import Answer, ask
from heracles.process.calling import call
from heracles.process.children import Child, first_to_end, start
from heracles.process.endings import ending, recorded_end
from heracles.process.finding import find
from heracles.process.interrupts import Interrupts, interrupts_at_once, interrupts_held_back
from heracles.process.stopping import GRACE_SECONDS, ask_to_end, stop
from heracles.process.together import ask_all, cpus

__all__ = [
    "GRACE_SECONDS",
    "Answer",
    "Child",
    "Interrupts",
    "ask",
    "ask_all",
    "ask_to_end",
    "call",
    "cpus",
    "ending",
    "find",
    "first_to_end",
    "interrupts_at_once",
    "interrupts_held_back",
    "recorded_end",
    "start",
    "stop",
]
