"""One view per thing counted, as readable SQL; each has `date`, `area_number` and, for program work, `partner_id`."""

from pathlib import Path

VIEWS: dict[str, str] = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.sql"))
}
