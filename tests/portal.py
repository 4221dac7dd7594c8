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


class FakePortal(ThreadingHTTPServer):
    """`rows` are what it holds. `faults` are used up, one a question for rows: each is a name of `_misbehave`."""

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
        found = [row for row in portal.rows if _matches(row, question.get("$where", ""))]
        if "count(*)" in question["$select"]:
            changed = max((row["updated"] for row in found), default=None)
            return self._send([{"row_count": str(len(found)), **({"changed_at": changed} if changed else {})}])
        found = sorted(found, key=lambda row: row["unique_id"])[: portal.page_rows or int(question["$limit"])]
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


def _matches(row, condition):
    if listed := re.fullmatch(r"case_number IN \((.+)\)", condition):
        return row["case_number"] in re.findall(r"'([^']+)'", listed.group(1))
    after = re.search(r"unique_id > '([^']*)'", condition)
    since = re.search(r"\(date >= '([^']+)' OR updated >= '([^']+)'\)", condition)
    rest = condition.replace(after.group(0) if after else "", "").replace(since.group(0) if since else "", "")
    assert rest in ("", " AND "), f"The portal does not understand {condition}"
    return (not after or row["unique_id"] > after.group(1)) and (
        not since or row["date"] >= since.group(1) or row["updated"] >= since.group(2)
    )
