"""The templates that partners fill in, and the guide to them."""

from pathlib import Path

from cp4p_metrics.inbox.templates import FILE, templates
from cp4p_metrics.intake import import_files
from cp4p_metrics.intake.profiles import template_profiles
from cp4p_metrics.intake.templates import sent_templates, templates_guide, write_templates
from cp4p_metrics.records.tables import PUBLIC_TABLES, TABLES

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "templates.md"


def test_the_guide_in_the_documentation_is_what_the_tables_say():
    assert GUIDE.read_text(encoding="utf-8") == templates_guide(), (
        "Write it anew: python -m cp4p_metrics.intake.templates"
    )


def test_the_page_where_partners_send_files_offers_the_templates_of_today():
    assert FILE.read_text(encoding="utf-8") == sent_templates(), (
        "Write it anew: python -m cp4p_metrics.intake.templates"
    )


def test_a_template_from_the_page_is_recognized_when_it_is_sent(home, tmp_path):
    for template in templates():
        path = tmp_path / template.file_name
        path.write_text(template.header, encoding="utf-8")
        report = import_files(home, [path], only_partner="ucan", preview=True)
        assert not report.was_anything_refused
        assert report.files[0].table_name == template.name


def test_every_table_but_the_public_ones_has_a_template_that_is_recognized_again(home, tmp_path):
    written = write_templates(tmp_path / "templates")
    files = [path for path in written if path.suffix == ".csv"]
    assert {path.stem for path in files} == set(TABLES) - set(PUBLIC_TABLES)
    report = import_files(home, files)
    assert not report.was_anything_refused
    assert all(file.table_name == Path(file.file_name).stem and not file.notes for file in report.files)


def test_the_guide_names_every_column_and_code():
    guide = templates_guide()
    for profile in template_profiles():
        for field in profile.fields:
            assert f"| `{field.theirs[0]}` |" in guide
            assert all(f"`{code}`" in guide for code in field.column.codes)
