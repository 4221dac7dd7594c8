"""Portable queries in Spark's words."""

from dataclasses import dataclass

from sqlglot import exp

from .portable import portable_tree

# Spark's types of what records hold.
SPARK_TYPES = {"VARCHAR": "STRING", "INTEGER": "INT"}


@dataclass(frozen=True)
class SparkQuery:
    """A query as Spark reads it, and the record tables that it reads."""

    text: str
    record_tables: frozenset[str]


def spark_name(schema: str, name: str) -> str:
    """The session's name for records.<name> or counted.<name>: temporary views have no schema in Spark."""
    return f"{schema}_{name}"


def spark_type(duckdb_type: str) -> str:
    """The Spark type of a DuckDB type that records have."""
    return SPARK_TYPES.get(duckdb_type, duckdb_type)


def in_spark(sql: str) -> SparkQuery:
    """The portable query for Spark. Raises NotPortableError where it isn't portable."""
    tree = portable_tree(sql)
    record_tables = set()
    for table in tree.find_all(exp.Table):
        schema = table.text("db")
        if not schema:
            continue
        if schema == "records":
            record_tables.add(table.name)
        if not table.alias:  # columns may be named after it
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
        table.set("this", exp.to_identifier(spark_name(schema, table.name)))
        table.set("db", None)
    for macro in reversed(list(tree.find_all(exp.Anonymous))):  # from the inside out, for one may hold another
        macro.replace(_macro_in_spark(macro))
    return SparkQuery(tree.sql(dialect="spark", comments=False), frozenset(record_tables))


def _macro_in_spark(macro: exp.Anonymous) -> exp.Expr:
    """What days_between and plus_days are in Spark; the lint lets no other function without a name pass."""
    first, second = macro.expressions
    if macro.name.lower() == "days_between":
        return exp.cast(exp.Anonymous(this="DATEDIFF", expressions=[second, first]), "BIGINT")
    return exp.Anonymous(this="DATE_ADD", expressions=[first, exp.cast(second, "INT")])
