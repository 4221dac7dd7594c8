"""Where an installation keeps its files."""

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "CP4P_HOME"
PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Home:
    """The folder that holds one coalition's store, releases and key.

    Everything that is made on this machine lies below it. `CP4P_HOME` moves it.
    """

    path: Path

    @property
    def store(self) -> Path:
        """The one DuckDB file of records, written by intake only."""
        return self.path / "records" / "store.duckdb"

    @property
    def kept_counts(self) -> Path:
        """The sums of the last publishing, from which the next one goes on: exact, so they stay with the records."""
        return self.path / "records" / "counts.duckdb"

    @property
    def policy(self) -> Path:
        """The coalition's own policy of who sees what; where there is none, the shipped one holds."""
        return self.path / "policy.toml"

    @property
    def releases(self) -> Path:
        """What the web process may open: one file per audience and version, and a pointer to each."""
        return self.path / "releases"

    @property
    def key(self) -> Path:
        """The secret that turns participant ids into pseudonyms; `CP4P_KEY` takes its place."""
        return self.path / "key" / "participants.key"

    @property
    def demo_files(self) -> Path:
        """The made-up coalition's files, as its partners would have sent them."""
        return self.path / "demo"

    @property
    def profiles(self) -> Path:
        """The coalition's own profiles of sources, beside those that are shipped."""
        return self.path / "profiles"

    @property
    def pull(self) -> Path:
        """What was read of a portal's feed and is not accepted yet."""
        return self.path / "pull"

    @property
    def inbox(self) -> Path:
        """What directors dropped, until `cp4p watch` takes it: the web process writes here and can't read."""
        return self.path / "inbox"

    @property
    def checking(self) -> Path:
        """Dropped files that `cp4p watch` took over, until they are taken in or forgotten."""
        return self.path / "checking"

    @property
    def answers(self) -> Path:
        """Counts and reasons for directors: `cp4p watch` writes them, the web process reads them."""
        return self.path / "answers"

    @property
    def staging(self) -> Path:
        """The rows of large files while their batch is under way; gone afterwards."""
        return self.scratch / "staging.duckdb"

    @property
    def exported(self) -> Path:
        """Records on their way to another engine, while a publishing is under way; gone afterwards."""
        return self.scratch / "exported"

    @property
    def scratch(self) -> Path:
        """Room for sorting and joining that does not fit in memory; emptied after use."""
        return self.path / "scratch"


def current_home() -> Home:
    """The home folder that `CP4P_HOME` names, else `data/local` of the project."""
    named = os.environ.get(HOME_VARIABLE)
    return Home(Path(named).expanduser().resolve() if named else PROJECT / "data" / "local")
