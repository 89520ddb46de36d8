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


@contextmanager
def just_before_its_row(model, do):
    """Do it as if on another connection, just before the next row of the model is stored.

    What is done is undone with the transaction that fails of it, and so done again after that.
    """
    waiting, insert = [do, do], f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)}"

    def execute_it(execute, sql, *more):
        if len(waiting) == 2 and sql.startswith(insert):
            waiting.pop()()
        result = execute(sql, *more)
        if len(waiting) == 1 and sql.startswith("ROLLBACK TO"):
            waiting.pop()()
        return result

    with connection.execute_wrapper(execute_it):
        yield
    assert not waiting
