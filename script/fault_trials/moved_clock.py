"""Run gunicorn or a command of manage.py by a clock that starts at another moment and goes on from there.

`python -m script.fault_trials.moved_clock 2028-03-31T23:59:50+01:00 manage send_reminders`
"""

import datetime
import sys

import time_machine


def main() -> None:
    """Run what the command line names, from the moment that it names."""
    moment, what, *arguments = sys.argv[1:]
    time_machine.travel(datetime.datetime.fromisoformat(moment), tick=True).start()
    sys.argv = [what, *arguments]
    if what == "gunicorn":
        from gunicorn.app.wsgiapp import run

        run()
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
