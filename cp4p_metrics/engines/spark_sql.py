"""Portable queries in Spark's words."""

from collections import Counter
from dataclasses import dataclass

from sqlglot import exp

from .portable import portable_tree

PART = "part"  # before the name of what stands after WITH, so that it is never taken for a small table
# Spark's types of what records hold.
SPARK_TYPES = {"VARCHAR": "STRING", "INTEGER": "INT"}


@dataclass(frozen=True)
class Part:
    """What a query calls by a name of its own, and whether it does so more than once."""

    name: str
    text: str
    is_read_again: bool


@dataclass(frozen=True)
class SparkQuery:
    """A query as Spark reads it: the parts after WITH, what follows them, and the record tables that it reads.

    Apart, because Spark would compute a part anew at each place that names it; the engine keeps it instead.
    """

    parts: tuple[Part, ...]
    rest: str
    record_tables: frozenset[str]

    @property
    def text(self) -> str:
        """The whole query."""
        named = ", ".join(f"{part.name} AS ({part.text})" for part in self.parts)
        return f"WITH {named} {self.rest}" if named else self.rest


def spark_name(schema: str, name: str) -> str:
    """The session's name for records.<name> or counted.<name>: temporary views have no schema in Spark."""
    return f"{schema}_{name}"


def spark_type(duckdb_type: str) -> str:
    """The Spark type of a DuckDB type that records have."""
    return SPARK_TYPES.get(duckdb_type, duckdb_type)


def in_spark(sql: str) -> SparkQuery:
    """The portable query for Spark. Raises NotPortableError where it isn't portable."""
    tree = portable_tree(sql)
    own_names = {part.alias for part in _parts(tree)}
    record_tables, readings = set(), Counter[str]()
    for table in tree.find_all(exp.Table):
        schema = table.text("db") or (PART if table.name in own_names else "")
        if schema == "records":
            record_tables.add(table.name)
        if not schema:
            continue
        if not table.alias:  # columns may be named after it
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
        readings[table.name] += schema == PART
        table.set("this", exp.to_identifier(spark_name(schema, table.name)))
        table.set("db", None)
    for macro in reversed(list(tree.find_all(exp.Anonymous))):  # from the inside out, for one may hold another
        macro.replace(_macro_in_spark(macro))
    parts = tuple(
        Part(spark_name(PART, part.alias), _text(part.this), readings[part.alias] > 1) for part in _parts(tree)
    )
    tree.set("with_", None)
    return SparkQuery(parts, _text(tree), frozenset(record_tables))


def _parts(tree: exp.Expr) -> list[exp.CTE]:
    outermost = tree.args.get("with_")
    return outermost.expressions if outermost else []


def _text(tree: exp.Expr) -> str:
    return tree.sql(dialect="spark", comments=False)


def _macro_in_spark(macro: exp.Anonymous) -> exp.Expr:
    """What days_between and plus_days are in Spark; the lint lets no other function without a name pass."""
    first, second = macro.expressions
    if macro.name.lower() == "days_between":
        return exp.cast(exp.Anonymous(this="DATEDIFF", expressions=[second, first]), "BIGINT")
    return exp.Anonymous(this="DATE_ADD", expressions=[first, exp.cast(second, "INT")])
