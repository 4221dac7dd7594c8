"""What a portable query may be made of, and why the rest is refused.

The rest is refused because DuckDB and Spark were seen to answer it differently, one of them can't read it, or
nobody has tried. Whoever needs more proves it in tests/spark and adds it to PORTABLE.
"""

from dataclasses import dataclass

from sqlglot import exp


@dataclass(frozen=True)
class Reason:
    """Why a construct is refused, as the end of "X …", and what to write instead."""

    why: str
    instead: str


PORTABLE: frozenset[type[exp.Expr]] = frozenset(
    {
        *(exp.Select, exp.From, exp.Where, exp.Group, exp.Having, exp.Join, exp.Subquery, exp.With, exp.CTE),
        *(exp.Union, exp.Except, exp.Intersect, exp.Values, exp.Tuple, exp.GroupingSets, exp.Grouping, exp.Distinct),
        *(exp.Table, exp.TableAlias, exp.Column, exp.Identifier, exp.Alias, exp.Star, exp.Paren),
        *(exp.Literal, exp.Null, exp.Boolean, exp.Cast, exp.DataType, exp.Var, exp.TimestampTrunc),
        *(
            exp.Add,
            exp.Sub,
            exp.Mul,
            exp.Neg,
            exp.DPipe,
            exp.Case,
            exp.If,
            exp.Coalesce,
            exp.Nullif,
            exp.Least,
            exp.Greatest,
        ),
        *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Is, exp.Exists),
        *(exp.And, exp.Or, exp.Not, exp.Count, exp.Sum, exp.Min, exp.Max),
        *(exp.Window, exp.WindowSpec, exp.Order, exp.Ordered, exp.Lag, exp.Lead, exp.RowNumber),
    }
)
CAST_TYPES = {"DATE", "INT", "BIGINT", "VARCHAR", "TEXT"}
SCHEMAS = {"records", "counted"}
TRUNCATED_TO = {"MONTH", "QUARTER", "YEAR"}
MACROS = {"days_between": 2, "plus_days": 2}
WINDOWED = (exp.Lag, exp.Lead, exp.RowNumber, exp.Sum, exp.Min, exp.Max, exp.Count)

_CALENDAR = Reason(
    "numbers days and weeks in its own way in each engine",
    "join months, which has number, quarter_start, year_start and fiscal_year_start, or count with days_between",
)
_NOW = Reason("gives another answer each day", "join reporting, which has through_date")
_DIFFERENCE = Reason(
    "takes its two days in another order, or counts borders of months, in each engine",
    "write days_between(first, last) for whole days, or subtract the numbers of two months",
)
_ROUNDED = Reason(
    "rounds the same double up in one engine and down in another",
    "keep whole numbers here; quotients are made afterwards",
)
_QUOTIENT = Reason(
    "gives a double, which depends on the order of rows, and 1/0 is infinite in DuckDB and an error in Spark",
    "give numerator and denominator as whole numbers; quotients are made afterwards",
)
_REMAINDER = Reason("treats negative numbers in its own way in each engine", "keep whole numbers and divide afterwards")
_SAMPLE_OF_ORDER = Reason(
    "interpolates in its own way, or takes another row, in each engine",
    "give counts by amount; medians are exact afterwards",
)
_APPROXIMATE = Reason("is a sketch that each engine draws differently", "write count(DISTINCT …), which is exact")
_ANY_ROW = Reason(
    "takes whichever row comes first, and no two engines have the same one",
    "use min or max, or row_number() with a full order",
)
_LIST = Reason(
    "makes or reads a list, whose order and functions differ between engines", "keep one value a row, and join"
)
_PATTERN = Reason("reads patterns by its own rules in each engine", "list the values: IN ('…', '…')")
_TEXT = Reason(
    "treats NULL, spaces or letters in its own way in each engine", "use the code as it is stored; words come later"
)
_SPINE = Reason("is written in another way in each engine", "join months, which has every month of the data")
_RANDOM = Reason("gives another answer each time", "count all rows")
_DOUBLE = Reason(
    "gives a double, which depends on the order of rows", "give a sum and a count; means are made afterwards"
)

REASONS: dict[type[exp.Expr], Reason] = {
    **dict.fromkeys((exp.DateDiff, exp.TimestampDiff, exp.MonthsBetween), _DIFFERENCE),
    **dict.fromkeys(
        (exp.DateAdd, exp.DateSub, exp.AddMonths, exp.Interval),
        Reason("is arithmetic on dates, which differs between engines", "write plus_days(date, n), or join months"),
    ),
    **dict.fromkeys(
        (exp.Week, exp.WeekOfYear, exp.DayOfWeek, exp.DayOfWeekIso, exp.DayOfYear, exp.DayOfMonth, exp.Day), _CALENDAR
    ),
    **dict.fromkeys((exp.Extract, exp.Year, exp.Month, exp.Quarter, exp.LastDay), _CALENDAR),
    **dict.fromkeys((exp.CurrentDate, exp.CurrentTimestamp), _NOW),
    **dict.fromkeys((exp.TimeToStr, exp.StrToTime, exp.StrToDate), _TEXT),
    **dict.fromkeys((exp.Round, exp.Floor, exp.Ceil), _ROUNDED),
    exp.Div: _QUOTIENT,
    **dict.fromkeys((exp.IntDiv, exp.Mod), _REMAINDER),
    **dict.fromkeys((exp.Median, exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.Ntile), _SAMPLE_OF_ORDER),
    **dict.fromkeys((exp.ApproxDistinct, exp.ApproxQuantile, exp.Hll), _APPROXIMATE),
    **dict.fromkeys((exp.Avg, exp.Stddev, exp.StddevPop, exp.StddevSamp, exp.Variance, exp.VariancePop), _DOUBLE),
    **dict.fromkeys((exp.AnyValue, exp.First, exp.Last, exp.ArgMax, exp.ArgMin, exp.Mode, exp.IgnoreNulls), _ANY_ROW),
    **dict.fromkeys((exp.FirstValue, exp.LastValue, exp.NthValue), _ANY_ROW),
    **dict.fromkeys((exp.Array, exp.ArrayAgg, exp.ArrayContains, exp.Struct, exp.Bracket, exp.Map, exp.Lambda), _LIST),
    **dict.fromkeys((exp.GroupConcat, exp.Explode, exp.Unnest, exp.Dot), _LIST),
    **dict.fromkeys((exp.RegexpLike, exp.RegexpReplace, exp.RegexpExtract, exp.SimilarTo), _PATTERN),
    **dict.fromkeys((exp.Like, exp.ILike, exp.Glob), _PATTERN),
    **dict.fromkeys((exp.Concat, exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.Length), _TEXT),
    exp.GenerateSeries: _SPINE,
    **dict.fromkeys((exp.Rand, exp.TableSample), _RANDOM),
    exp.Filter: Reason("is read by some engines only", "write sum(CASE WHEN … THEN 1 ELSE 0 END)"),
    exp.Qualify: Reason("is read by some engines only", "put row_number() into a subquery and ask for 1 in WHERE"),
    **dict.fromkeys((exp.Limit, exp.Offset, exp.Fetch), _ANY_ROW),
    exp.Lateral: Reason("is read by some engines only", "write a join, or a scalar subquery"),
    exp.Pivot: Reason("is read by some engines only", "write one sum(CASE …) a column"),
    **dict.fromkeys(
        (exp.Rollup, exp.Cube), Reason("makes grouping sets that nobody has listed", "list them: GROUPING SETS (…)")
    ),
    **dict.fromkeys(
        (exp.Placeholder, exp.Parameter),
        Reason("is a blank that only one engine can fill in", "write the value into the query"),
    ),
    exp.TryCast: Reason("turns what it can't read into NULL in silence", "write CAST, which fails aloud"),
    exp.Anonymous: Reason("is a function that no other engine is known to have", "use what PORTABLE lists"),
}
# Functions by name, where the parser has no word for them.
FUNCTIONS = {"now": _NOW, "today": _NOW, "uuid": _RANDOM}
UNTRIED = Reason("has not been tried on every engine", "prove it in tests/spark and add it to PORTABLE, or do without")
