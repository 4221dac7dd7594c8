"""A data portal on this machine: it answers the few SODA questions that are asked, and can misbehave."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

PERSONAL = {"homicide_victim_first_name": "SOMEBODY", "block": "100 E NOWHERE ST", "latitude": "41.8"}


def victim(key, *, day="2026-06-01", race="BLK", updated=None, **others):
    """A row as the portal's API has it, of the case that the key names."""
    kind, case, _number = key.split("-")
    return {
        "unique_id": key,
        "case_number": case,
        "date": f"{day}T10:00:00.000",
        "community_area": "AUSTIN",
        "gunshot_injury_i": "YES",
        "victimization_primary": "HOMICIDE" if kind == "HOM" else "BATTERY",
        "sex": "M",
        "race": race,
        "age": "20-29",
        "updated": f"{updated or day}T22:00:00.000",
        **PERSONAL,
        **others,
    }


def crime(number, *, day="2026-06-01", offense="THEFT", updated=None, **others):
    """A row of the City's crimes as the portal's API has it."""
    return {
        "id": str(number),
        "case_number": f"JK{number}",
        "date": f"{day}T10:00:00.000",
        "primary_type": offense,
        "arrest": False,
        "domestic": True,
        "community_area": "25",
        "fbi_code": "06",
        "updated_on": f"{updated or day}T22:00:00.000",
        **PERSONAL,
        **others,
    }


def park(number, **others):
    """A row of the Park District's parks as the portal's API has it, among columns that nobody asks for."""
    return {
        "park_no": str(number),
        "label": f"Park {number}",
        "park_class": "MINI-PARK",
        "acres": "1.25",
        "location": PERSONAL["block"],
        **others,
    }


class FakePortal(ThreadingHTTPServer):
    """`rows` are what it holds, of one of the three datasets.

    `faults` are used up, one a question for rows: each is a name of `_misbehave`.
    """

    daemon_threads = True

    def __init__(self, rows):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.rows = list(rows)
        self.faults = []
        self.asked = []
        self.headers = []
        self.page_rows = None  # fewer rows a page than asked for
        self.last_page = []

    @property
    def key(self):
        return next((name for name in ("id", "park_no") if self.rows and name in self.rows[0]), "unique_id")

    @property
    def updated(self):
        return "updated_on" if self.key == "id" else "updated"

    def key_of(self, row):
        return row[self.key] if self.key == "unique_id" else int(row[self.key])

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def pages_asked(self):
        return [question for question in self.asked if "count(*)" not in question["$select"]]


@contextmanager
def portal_with(rows) -> Iterator[FakePortal]:
    with FakePortal(rows) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Answers(BaseHTTPRequestHandler):
    def log_message(self, *_words):
        pass

    def do_GET(self):
        portal = self.server
        question = dict(parse_qsl(urlsplit(self.path).query))
        portal.asked.append(question)
        portal.headers.append(dict(self.headers))
        found = [row for row in portal.rows if _matches(portal, row, question.get("$where", ""))]
        if "count(*)" in question["$select"]:
            asked = "changed_at" in question["$select"]
            changed = max((row[portal.updated] for row in found), default=None) if asked else None
            return self._send([{"row_count": str(len(found)), **({"changed_at": changed} if changed else {})}])
        assert question["$order"] == portal.key
        found = sorted(found, key=portal.key_of)[: portal.page_rows or int(question["$limit"])]
        columns = question["$select"].split(",")
        page = [{name: row[name] for name in columns if row.get(name) is not None} for row in found]
        fault = portal.faults.pop(0) if portal.faults else None
        if fault:
            return self._misbehave(fault, page)
        portal.last_page = page
        return self._send(page)

    def _misbehave(self, fault, page):
        if callable(fault):
            fault(self.server)
            return self._send(page)
        if fault == "the page before":
            return self._send(self.server.last_page)
        if fault == "no rows":
            return self._send({"error": True, "message": "SOMEBODY"})
        if fault in ("dropped", "cut"):
            body = json.dumps(page).encode()
            self.send_response(200)
            if fault == "dropped":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return None
        self.send_response(int(fault.split()[0]))
        if "after" in fault:
            self.send_header("Retry-After", fault.split()[-1])
        if fault.startswith("302"):
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def _send(self, rows):
        body = json.dumps(rows).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _matches(portal, row, condition):
    if listed := re.fullmatch(r"case_number IN \((.+)\)", condition):
        return row["case_number"] in re.findall(r"'([^']+)'", listed.group(1))
    for part in filter(None, condition.split(" AND ")):
        if after := re.fullmatch(r"(\w+) > (?:'([^']*)'|(\d+))", part):
            is_number = after.group(3) is not None
            assert after.group(1) == portal.key and is_number == (portal.key != "unique_id")
            met = portal.key_of(row) > (int(after.group(3)) if is_number else after.group(2))
        elif since := re.fullmatch(rf"\(date >= '([^']+)' OR {portal.updated} >= '([^']+)'\)", part):
            met = row["date"] >= since.group(1) or row[portal.updated] >= since.group(2)
        elif floor := re.fullmatch(r"date >= '([^']+)'", part):
            met = row["date"] >= floor.group(1)
        else:
            raise AssertionError(f"The portal does not understand {condition}")
        if not met:
            return False
    return True
