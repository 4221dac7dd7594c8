"""The same rows as every kind of file that a partner may have."""

import csv
import io
import json
import zipfile
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

COLUMNS = ("contact_id", "partner_id", "area", "participant_id", "contact_date", "purpose", "minutes")
ROWS = (
    ("C1", "ucan", "Austin", 17, date(2026, 3, 5), "check_in", 20),
    ("C2", "also", 25, 17, date(2026, 3, 6), None, None),
    ("C3", "nobody", 25, 18, date(2026, 3, 7), "conflict", 5),
    ("C4", "ucan", "Englewood", 19, date(2026, 3, 7), "other", 1200),
)


def as_csv(delimiter=",", line_end="\n", encoding="utf-8"):
    text = io.StringIO(newline="")
    written = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    written.writerows([COLUMNS, *ROWS])
    return text.getvalue().encode(encoding)


def as_json_lines():
    records = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    lines = [
        json.dumps({key: value for key, value in each.items() if value is not None}, default=str) for each in records
    ]
    return ("\n".join(lines) + "\n").encode()


def as_parquet():
    columns = dict(zip(COLUMNS, map(list, zip(*ROWS, strict=True)), strict=True))
    columns["area"] = [str(value) for value in columns["area"]]
    # As pandas writes whole numbers beside blanks: 17.0.
    columns["participant_id"] = pa.array(columns["participant_id"], pa.float64())
    columns["minutes"] = pa.array(columns["minutes"], pa.float64())
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, row_group_size=3)
    return file.getvalue()


def as_workbook(above=(), merged=(), sheets=("March",), others=(), rows=ROWS, columns=COLUMNS):
    """A workbook with the rows on each of the `sheets`, lines of prose `above` and `merged` ranges."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, lines in others:
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line)
    for name in sheets:
        sheet = book.add_worksheet(name)
        for row, line in enumerate(above):
            sheet.write_row(row, 0, line)
        for row, line in enumerate([columns, *rows], start=len(above)):
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif value is not None:
                    sheet.write(row, column, value)
        for place, text in merged:
            sheet.merge_range(place, text)
    book.close()
    return file.getvalue()


def as_zip(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return file.getvalue()


def every_kind():
    """File name → bytes."""
    kinds = {
        "commas.csv": as_csv(),
        "semicolons.csv": as_csv(";", "\r\n", "utf-8-sig"),
        "tabs.txt": as_csv("\t", "\r", "utf-16"),
        "pipes.csv": as_csv("|", "\r", "latin-1"),
        "lines.jsonl": as_json_lines(),
        "table.parquet": as_parquet(),
        "book.xlsx": as_workbook(),
        "report.xlsx": as_workbook(
            above=[["Contacts, March"], [], ["Who", "", "Where"]], others=[("Notes", [["Read me"]])]
        ),
    }
    zipped = {f"{name}.zip": as_zip({f"inner/{name}": content}) for name, content in kinds.items()}
    return kinds | zipped
