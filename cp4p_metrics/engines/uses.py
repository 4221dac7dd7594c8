"""What is portable by its kind and not by its use: a cast to a double, a join of another kind, a day minus a day."""

from sqlglot import exp

from .reasons import CAST_TYPES, REASONS, SCHEMAS, TRUNCATED_TO, UNTRIED, WINDOWED, Reason

DATE_NAMES = ("date", "day", "month", "quarter")


def wrong_use(node: exp.Expr) -> Reason | None:
    """What is wrong with a node of a portable kind, in the way it is used here."""
    for kinds, judge in _JUDGES:
        if isinstance(node, kinds):
            reason = judge(node)
            if reason:
                return reason
    return None


def _star(node: exp.Expr) -> Reason | None:
    if isinstance(node.parent, exp.Count):
        return None
    return Reason("takes columns in the order of each engine's own table", "name the columns")


def _group(node: exp.Expr) -> Reason | None:
    if node.args.get("all"):
        return Reason("is read by some engines only", "name the columns after GROUP BY")
    return None


def _distinct(node: exp.Expr) -> Reason | None:
    if node.args.get("on"):
        return Reason("takes whichever row comes first", "put row_number() with a full order into a subquery")
    if isinstance(node.parent, exp.Count) and len(node.expressions) > 1:
        return Reason("counts NULLs in one engine and not in another", "count DISTINCT one column")
    return None


def _join(node: exp.Expr) -> Reason | None:
    if node.args.get("method") or node.args.get("kind") in ("SEMI", "ANTI", "POSITIONAL"):
        return Reason("is read by some engines only", "write JOIN … ON, EXISTS (…) or NOT EXISTS (…)")
    return None


def _with(node: exp.Expr) -> Reason | None:
    if node.args.get("recursive") or node.args.get("materialized") is not None:
        return Reason("is read by some engines only", "write a plain WITH")
    return None


def _table(node: exp.Expr) -> Reason | None:
    if not isinstance(node.this, exp.Identifier):
        return REASONS.get(type(node.this), UNTRIED)
    schema = node.text("db")
    if node.args.get("catalog") or not node.name.isidentifier() or (schema and schema not in SCHEMAS):
        return Reason(
            "names a place that one engine alone has", "read records.<table>, counted.<view> or a small table"
        )
    return None


def _column(node: exp.Expr) -> Reason | None:
    if node.args.get("db"):
        return Reason("names a column by schema and table, which engines name differently", "write table.column")
    return None


def _cast(node: exp.Expr) -> Reason | None:
    kind = node.args["to"]
    if kind.this.value not in CAST_TYPES or kind.expressions:
        return Reason(
            "casts to a type that engines hold or round differently", "cast to DATE, INTEGER, BIGINT or VARCHAR"
        )
    if _is_truth(node.this) and kind.this.value in ("INT", "BIGINT"):
        return _AS_NUMBER
    return None


def _literal(node: exp.Expr) -> Reason | None:
    if not node.args.get("is_string") and not node.name.isdigit():
        return Reason("is a number with a fraction", "use whole numbers; divisors are applied afterwards")
    return None


def _if(node: exp.Expr) -> Reason | None:
    if isinstance(node.parent, exp.Case):
        return None
    return Reason("is read by some engines only", "write CASE WHEN … THEN … ELSE … END")


def _truncated(node: exp.Expr) -> Reason | None:
    if node.text("unit").upper() not in TRUNCATED_TO:
        return Reason("begins or is named differently in each engine", "use 'month', 'quarter' or 'year', or a join")
    cast = node.parent
    if isinstance(cast, exp.Cast) and cast.args["to"].this.value == "DATE":
        return None
    return Reason("is a day in one engine and a moment in another", "write CAST(date_trunc('month', date) AS DATE)")


def _arithmetic(node: exp.Expr) -> Reason | None:
    sides = (node.this, node.expression)
    if any(map(_is_date, sides)):
        return Reason(
            "is arithmetic on dates, which differs between engines",
            "write days_between(first, last) or plus_days(date, n)",
        )
    return _AS_NUMBER if any(map(_is_truth, sides)) else None


def _sum(node: exp.Expr) -> Reason | None:
    return _AS_NUMBER if _is_truth(node.this) else None


def _not(node: exp.Expr) -> Reason | None:
    if isinstance(node.this, exp.In) and node.this.args.get("query"):
        return Reason("is never true beside a NULL, and compares each row with each on Spark", "write NOT EXISTS (…)")
    return None


def _window(node: exp.Expr) -> Reason | None:
    counted = node.this
    if not isinstance(counted, WINDOWED):
        return REASONS.get(type(counted), UNTRIED)
    if isinstance(counted, exp.Lag | exp.Lead | exp.RowNumber) and not node.args.get("order"):
        return Reason("takes rows as they come", "give an order in which no two rows are alike")
    return None


def _frame(node: exp.Expr) -> Reason | None:
    if str(node.args.get("kind", "")).upper() != "ROWS":
        return Reason("has a frame of values, which engines bound differently", "write ROWS BETWEEN … AND …")
    return None


def _order(node: exp.Expr) -> Reason | None:
    if isinstance(node.parent, exp.Window):
        return None
    return Reason("says nothing about rows that become a table", "leave it out")


def _union(node: exp.Expr) -> Reason | None:
    if node.args.get("by_name"):
        return Reason("is read by some engines only", "write the columns of both sides in one order")
    return None


def _tuple(node: exp.Expr) -> Reason | None:
    if isinstance(node.parent, exp.Values | exp.GroupingSets):
        return None
    return Reason("compares or groups several values at once", "compare them one by one, with AND")


def _grouping(node: exp.Expr) -> Reason | None:
    if len(node.expressions) != 1:
        return Reason("numbers its bits in an order of each engine's own", "write grouping(column), one at a time")
    return None


def _is_date(node: exp.Expr | None) -> bool:
    """Whether it is a day, as far as the habits of naming tell."""
    if isinstance(node, exp.Paren):
        return _is_date(node.this)
    if isinstance(node, exp.Cast):
        return bool(node.args["to"].this.value == "DATE")
    if isinstance(node, exp.Column):
        return node.name.lower() in DATE_NAMES or node.name.lower().endswith(("_date", "_day", "_start"))
    if isinstance(node, exp.Coalesce | exp.Min | exp.Max | exp.Least | exp.Greatest):
        return any(map(_is_date, [node.this, *node.expressions]))
    return isinstance(node, exp.Anonymous) and node.name.lower() == "plus_days"


def _is_truth(node: exp.Expr | None) -> bool:
    """Whether it is true or false by what it does: a comparison, or several."""
    if isinstance(node, exp.Paren):
        return _is_truth(node.this)
    kinds = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Is, exp.Exists)
    return isinstance(node, (*kinds, exp.And, exp.Or, exp.Not, exp.Boolean))


_AS_NUMBER = Reason(
    "counts with true and false, which not every engine takes for numbers", "write CASE WHEN … THEN 1 ELSE 0 END"
)
_JUDGES = (
    (exp.Star, _star),
    (exp.Group, _group),
    (exp.Distinct, _distinct),
    (exp.Join, _join),
    (exp.With, _with),
    (exp.CTE, _with),
    (exp.Table, _table),
    (exp.Column, _column),
    (exp.Cast, _cast),
    (exp.Literal, _literal),
    (exp.If, _if),
    (exp.TimestampTrunc, _truncated),
    ((exp.Add, exp.Sub, exp.Mul), _arithmetic),
    (exp.Sum, _sum),
    (exp.Not, _not),
    (exp.Window, _window),
    (exp.WindowSpec, _frame),
    (exp.Order, _order),
    (exp.SetOperation, _union),
    (exp.Tuple, _tuple),
    (exp.Grouping, _grouping),
)
