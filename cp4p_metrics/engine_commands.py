"""The commands that count: publish, on this machine or on a cluster, and export-records, for the cluster."""

import argparse
import sys
from pathlib import Path

from .home import current_home


def add_engine_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them to the program's commands."""
    publish = commands.add_parser("publish", help="make a release from the records and serve it")
    publish.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="what counts: DuckDB within this program (the default), or a Spark cluster that you have",
    )
    publish.add_argument(
        "--master", metavar="URL", help="the cluster: spark://HOST:PORT, yarn, local[*], or sc://HOST:PORT"
    )
    publish.add_argument(
        "--records",
        metavar="FOLDER",
        help="where the cluster reads the records, a folder or s3a://… (default: exported for the time being)",
    )
    publish.add_argument(
        "--afresh", action="store_true", help="count all records anew, not only what came since the last publishing"
    )
    publish.add_argument(
        "--share",
        action="store_true",
        help="also make the protected releases of funders and of every partner; takes some minutes",
    )
    publish.set_defaults(run=_publish)

    audit = commands.add_parser("audit", help="attack the releases that are served, and tell what was worked out")
    audit.set_defaults(run=_audit)

    export = commands.add_parser("export-records", help="write the records as Parquet, for a cluster to count")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")
    export.set_defaults(run=_export)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _publish(arguments: argparse.Namespace) -> int:
    from .release.counting import Counting
    from .release.proof_words import protection_lines
    from .release.publish import publish

    counting = Counting(arguments.engine, arguments.master, arguments.records, arguments.afresh)
    published = publish(current_home(), _tell, counting, arguments.share)
    print(
        f"Published {published.cell_count:,} cells of {len(published.measures)} measures for "
        f"{published.release.audience}, version {published.release.version}."
    )
    if published.left_out:
        print(f"Left out, for lack of records: {', '.join(published.left_out)}.")
    if published.without_facts:
        print(f"Left out, since the areas' residents or borders are not known: {', '.join(published.without_facts)}.")
    if published.others:
        partners = sum(file.audience.startswith("partner:") for file in published.others)
        print(f"Published, protected: one file for funders{f', {partners} for partners' if partners else ''}.")
        for line in protection_lines(published.figures):
            print(line)
    else:
        print("Other audiences' releases stay as they were; --share makes new ones.")
    return 0


def _audit(arguments: argparse.Namespace) -> int:
    from .release.audit import audit, audit_text

    found = audit(current_home(), _tell)
    print(audit_text(found))
    return 0 if found.is_clean else 1


def _export(arguments: argparse.Namespace) -> int:
    from .records.export import export_records
    from .records.store import reading

    with reading(current_home()) as connection:
        exported = export_records(connection, arguments.folder, _tell)
    print(
        f"{exported.row_count:,} rows of {len(exported.row_counts)} tables are in {exported.folder}: only the columns "
        "that some measure reads."
    )
    print(
        "They have left the store: one row for each person harmed, contact and enrollment, with its day and area, and "
        "participants' pseudonyms. Whoever can open the folder can follow one participant through them. Only you can "
        "open it now. Keep it as you keep the store, and remove it when the cluster has counted."
    )
    return 0
