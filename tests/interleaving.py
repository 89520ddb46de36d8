"""What somebody else does in the middle of a request."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def before_the_lock(do):
    """Do it just before the next transaction begins: a form is checked by then, its row not yet locked."""
    waiting = [do]

    def execute_it(execute, sql, *more):
        if waiting and sql.startswith("SAVEPOINT"):
            waiting.pop()()
        return execute(sql, *more)

    with connection.execute_wrapper(execute_it):
        yield
    assert not waiting
