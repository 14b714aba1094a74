"""Starts `manage.py send_newsletter` again and again without starting Python again: each run is a process of its own.

In: a line with arguments on standard input for each run; RUNNER_FOLDER, where it keeps its journal, and RUNNER_HOST,
the machine that it takes itself for. Out: a line with the process number when it starts, and one
with its end: what it returned, or minus the signal that killed it.
"""

import os
import shlex
import socket
import sys
import traceback
from pathlib import Path

import django


def main() -> None:
    django.setup()

    from django.conf import settings
    from django.core.management import call_command, get_commands, load_command_class
    from django.urls import get_resolver

    load_command_class(get_commands()["send_newsletter"], "send_newsletter")
    _ = get_resolver().url_patterns  # reads all that pages need, once
    settings.VAR = Path(os.environ["RUNNER_FOLDER"])
    socket.gethostname = lambda: os.environ["RUNNER_HOST"]
    say("ready")
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            os.dup2(2, 1)  # what the run prints is not for whoever drives it
            try:
                call_command("send_newsletter", *shlex.split(line))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        say(child)
        _, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
