"""Writing tables as CSV files with the columns that the templates have."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from cp4p_metrics.records.tables import TABLES, get_table

from .settings import DemoSettingsError

README = "README.md"
FIRST_LINE = "# A made-up coalition"
PLAIN = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")


def template_header(table: str) -> list[str]:
    """The columns that a partner fills in: the table's own, with `area` for `area_number`."""
    return ["area" if name == "area_number" else name for name in get_table(table).column_names]


def write_table(folder: Path, table: str, rows: pa.Table, part: int = 1, part_count: int = 1) -> Path:
    """Writes one file of a table, numbered when there are several, and gives its path."""
    header = template_header(table)
    name = f"{table}.csv" if part_count == 1 else f"{table}_{part:03d}.csv"
    path = folder / name
    with path.open("wb") as file:
        file.write((",".join(header) + "\n").encode())
        pyarrow.csv.write_csv(rows.select(header), file, PLAIN)
    return path


def empty_folder(folder: Path) -> None:
    """Makes the folder, and removes what an earlier demo wrote there.

    Raises DemoSettingsError when it holds CSV files of another origin.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted(folder.glob("*.csv"))
    readme = folder / README
    if found and not (readme.exists() and readme.read_text(encoding="utf-8").startswith(FIRST_LINE)):
        raise DemoSettingsError(
            f"{folder} holds {len(found)} CSV files that no demo wrote, '{found[0].name}' among them. "
            "Choose an empty folder."
        )
    names = (*TABLES, "victims")
    for path in found:
        name, _, part = path.stem.rpartition("_")
        if path.stem in names or (name in names and part.isdigit()):
            path.unlink()
    readme.write_text(f"{FIRST_LINE}\n\nThe files are being written.\n", encoding="utf-8")
