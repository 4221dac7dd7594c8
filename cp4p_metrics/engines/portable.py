"""The lint of views and counting queries: only what every engine answers alike."""

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import SqlglotError

from cp4p_metrics.errors import NotPortableError

from .reasons import FUNCTIONS, MACROS, PORTABLE, REASONS, UNTRIED, Reason
from .uses import wrong_use

LONGEST_QUOTE = 60


def check_portable(sql: str) -> None:
    """Nothing, where DuckDB and Spark would give the same answer to the query, as far as its text can tell.

    Raises NotPortableError, which quotes what differs, says why, and what to write instead.
    """
    portable_tree(sql)


def portable_tree(sql: str) -> exp.Expr:
    """The parsed query, once it has passed the lint."""
    try:
        statements = sqlglot.parse(sql, read="duckdb")
        tokens = sqlglot.tokenize(sql, read="duckdb")
    except SqlglotError as error:
        raise NotPortableError(f"This is no SQL that every engine reads: {_shortened(str(error))}") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Select | exp.SetOperation):
        raise NotPortableError("A portable query is one SELECT, or several with UNION ALL between. Write it so.")
    if any(token.token_type is TokenType.DCOLON for token in tokens):
        _refuse("'::'", Reason("is DuckDB's own way to write a cast", "write CAST(… AS …)"))
    tree = statements[0]
    for node in tree.walk():
        _check(node)
    return tree


def _refuse(what: str, reason: Reason) -> None:
    raise NotPortableError(f"{what} {reason.why}. Instead, {reason.instead}.")


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_QUOTE else f"{one_line[: LONGEST_QUOTE - 1]}…"


def _check(node: exp.Expr) -> None:
    """Raise NotPortableError where this part of a query is, or is used, as not every engine has it."""
    quoted = "'IF(…)'" if isinstance(node, exp.If) else f"'{_shortened(node.sql('duckdb'))}'"
    if isinstance(node, exp.Anonymous):
        reason = _of_function(node)
    else:
        reason = None if type(node) in PORTABLE else REASONS.get(type(node)) or _of_name(node.sql("duckdb"))
    reason = reason or wrong_use(node)
    if reason:
        _refuse(quoted, reason)


def _of_function(node: exp.Anonymous) -> Reason | None:
    """What is wrong with a function that sqlglot has no word for: only the macros are right."""
    name = node.name.lower()
    if name not in MACROS:
        return FUNCTIONS.get(name) or _of_name(name, REASONS[exp.Anonymous])
    if len(node.expressions) != MACROS[name]:
        return Reason("lacks an argument", "write days_between(first, last) or plus_days(date, n)")
    return None


def _of_name(text: str, otherwise: Reason = UNTRIED) -> Reason:
    return REASONS[exp.Array] if text.lower().startswith("list_") else otherwise
