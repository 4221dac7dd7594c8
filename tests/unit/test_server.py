"""What the server adds to Streamlit: compression, security headers, silence towards the outside."""

import gc

import brotli
import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from streamlit import config, net_util
from streamlit.web.server import server_util

from cp4p_metrics.dashboard import server
from cp4p_metrics.dashboard.base_address import address_script, with_address
from cp4p_metrics.dashboard.compression import MOST_KEPT_RESPONSES, accepts_brotli
from cp4p_metrics.dashboard.security_headers import (
    FIXED_HEADERS,
    STREAMLIT_PAGE,
    content_security_policy,
    inline_script_hashes,
)
from cp4p_metrics.dashboard.warm_up import warm_up

STATIC = STREAMLIT_PAGE.parent / "static"
BUNDLE = max((STATIC / "css").iterdir(), key=lambda file: file.stat().st_size)
BUNDLE_PATH = f"/static/css/{BUNDLE.name}"
FONT = next((STATIC / "media").glob("*.woff2"))
BROTLI = {"accept-encoding": "gzip, br"}
NO_BROTLI = {"accept-encoding": "identity"}


@pytest.fixture(scope="module")
def streamlit_server(tmp_path_factory):
    """Streamlit itself with our middleware over a page of one line."""
    script = tmp_path_factory.mktemp("server") / "script.py"
    script.write_text("import streamlit as st\nst.title('Hello')\n")
    app = st.App(script, middleware=server.MIDDLEWARE)
    with TestClient(app) as client:
        yield client


@pytest.fixture
def small_server():
    """A few answers of our own making behind our middleware; `asked` counts what reached them."""
    asked = []

    def answer(make):
        def endpoint(request):
            asked.append(request.url.path)
            return make()

        return endpoint

    def crash():
        raise RuntimeError("a detail that no reader may see")

    async def talk(socket):
        await socket.accept()
        await socket.send_text("a" * 2000)
        await socket.close()

    kept = {"cache-control": "public, immutable", "etag": '"one"'}
    routes = [
        Route("/long", answer(lambda: PlainTextResponse("long " * 500))),
        Route("/short", answer(lambda: PlainTextResponse("short"))),
        Route("/image", answer(lambda: Response(b"\x89" * 5000, media_type="image/png"))),
        Route("/packed", answer(lambda: PlainTextResponse("x" * 900, headers={"content-encoding": "gzip"}))),
        Route("/kept/{name}", answer(lambda: HTMLResponse("kept " * 500, headers=kept))),
        Route("/missing", answer(lambda: JSONResponse({"reason": "none " * 200}, status_code=404))),
        Route("/crash", answer(crash)),
        WebSocketRoute("/talk", talk),
    ]
    client = TestClient(Starlette(routes=routes, middleware=server.MIDDLEWARE), raise_server_exceptions=False)
    client.asked = asked
    return client


def raw_bytes(client, path, headers):
    """The answer and its body as sent, before the client decodes it."""
    with client.stream("GET", path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


# Compression


def test_a_bundle_is_the_same_after_decoding_and_smaller_on_the_way(streamlit_server):
    for _ in range(2):  # the second answer is a kept one
        answer, body = raw_bytes(streamlit_server, BUNDLE_PATH, BROTLI)
        assert answer.headers["content-encoding"] == "br"
        assert int(answer.headers["content-length"]) == len(body) < BUNDLE.stat().st_size / 2
        assert brotli.decompress(body) == BUNDLE.read_bytes()
        assert answer.headers["content-type"].startswith("text/css")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["etag"].startswith('W/"')


def test_who_does_not_take_brotli_gets_the_bundle_untouched(streamlit_server):
    raw_bytes(streamlit_server, BUNDLE_PATH, BROTLI)
    answer, body = raw_bytes(streamlit_server, BUNDLE_PATH, NO_BROTLI)
    assert "content-encoding" not in answer.headers
    assert body == BUNDLE.read_bytes()
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["etag"].startswith('"')


def test_pages_are_compressed_and_asked_for_anew(streamlit_server):
    for path in ["/", "/some_page"]:
        answer = streamlit_server.get(path, headers=BROTLI)
        assert answer.content == with_address(STREAMLIT_PAGE.read_bytes())
        assert int(answer.headers["content-length"]) < len(answer.content) / 2
        assert answer.headers["cache-control"] == "no-cache"


def test_a_reader_who_has_a_bundle_is_told_that_it_is_unchanged(streamlit_server):
    first = streamlit_server.get(BUNDLE_PATH, headers=BROTLI)
    again = streamlit_server.get(BUNDLE_PATH, headers={**BROTLI, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_part_of_a_bundle_is_sent_as_it_is(streamlit_server):
    answer, body = raw_bytes(streamlit_server, BUNDLE_PATH, {**BROTLI, "range": "bytes=0-99"})
    assert (answer.status_code, body) == (206, BUNDLE.read_bytes()[:100])


def test_a_font_is_compressed_already(streamlit_server):
    answer, body = raw_bytes(streamlit_server, f"/static/media/{FONT.name}", BROTLI)
    assert "content-encoding" not in answer.headers
    assert body == FONT.read_bytes()


@pytest.mark.parametrize(
    ("path", "encoding"),
    [("/long", "br"), ("/short", None), ("/image", None), ("/packed", "gzip"), ("/missing", None)],
)
def test_only_long_text_that_is_found_is_compressed(small_server, path, encoding):
    answer, _ = raw_bytes(small_server, path, BROTLI)
    assert answer.headers.get("content-encoding") == encoding


def test_what_never_changes_is_compressed_once_and_the_rest_each_time(small_server):
    for path in ["/kept/a", "/kept/a", "/long", "/long"]:
        assert small_server.get(path, headers=BROTLI).status_code == 200
    assert small_server.asked == ["/kept/a", "/long", "/long"]


def test_a_kept_answer_gets_the_headers_of_its_own_request(small_server):
    policies = [
        small_server.get("/kept/a", headers={**BROTLI, "host": host}).headers["content-security-policy"]
        for host in ["one.example", "two.example"]
    ]
    assert ["one.example" in policies[0], "one.example" in policies[1]] == [True, False]


def test_made_up_paths_cannot_fill_the_memory(small_server):
    for number in range(MOST_KEPT_RESPONSES + 1):
        small_server.get(f"/kept/{number}", headers=BROTLI)
    small_server.asked.clear()
    small_server.get("/kept/0", headers=BROTLI)
    small_server.get(f"/kept/{MOST_KEPT_RESPONSES}", headers=BROTLI)
    assert small_server.asked == ["/kept/0"]


def test_a_websocket_is_left_alone(small_server):
    with small_server.websocket_connect("/talk", headers=BROTLI) as socket:
        assert socket.receive_text() == "a" * 2000


@pytest.mark.parametrize(
    ("header", "accepts"),
    [
        ("br", True),
        ("gzip, deflate, BR;q=0.5", True),
        ("br; q=1.0", True),
        ("gzip, br;q=0", False),
        ("br;q=0.000", False),
        ("brotli, gzip", False),
        ("", False),
    ],
)
def test_brotli_is_sent_to_those_who_take_it(header, accepts):
    assert accepts_brotli(header) is accepts


# Security headers


@pytest.mark.parametrize("path", ["/", "/some_page", BUNDLE_PATH, "/_stcore/health", "/media/none.png", "//evil"])
@pytest.mark.parametrize("encoding", [BROTLI, NO_BROTLI])
def test_every_answer_of_streamlit_carries_the_headers(streamlit_server, path, encoding):
    answer = streamlit_server.get(path, headers=encoding)
    assert {name: answer.headers[name] for name in FIXED_HEADERS} == FIXED_HEADERS
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("path", "status"), [("/missing", 404), ("/nowhere", 404), ("/crash", 500)])
def test_errors_carry_the_headers_and_no_detail(small_server, path, status):
    answer = small_server.get(path, headers=BROTLI)
    assert answer.status_code == status
    assert {name: answer.headers[name] for name in FIXED_HEADERS} == FIXED_HEADERS
    assert "content-security-policy" in answer.headers
    assert "detail" not in answer.text


def test_a_method_that_is_not_taken_carries_the_headers(streamlit_server):
    assert streamlit_server.post("/").headers["x-frame-options"] == "DENY"
    assert streamlit_server.head("/").headers["x-frame-options"] == "DENY"


def test_nothing_is_allowed_from_outside_the_origin():
    policy = content_security_policy("dashboard.example:8501", ["'sha256-abc='"])
    sources = {source for directive in policy.split("; ") for source in directive.split()[1:]}
    assert sources == {
        "'none'",
        "'self'",
        "'sha256-abc='",
        "'wasm-unsafe-eval'",
        "'unsafe-inline'",
        "data:",
        "ws://dashboard.example:8501",
        "wss://dashboard.example:8501",
    }
    script_sources = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert script_sources == "script-src 'self' 'sha256-abc=' 'wasm-unsafe-eval'"


@pytest.mark.parametrize("host", ["a.example; script-src *", "a.example *", "", "a.example/x", "a\nb"])
def test_a_forged_host_cannot_widen_the_policy(host):
    assert content_security_policy(host, []) == content_security_policy("", [])


def test_the_one_inline_script_of_streamlits_page_is_known_by_its_hash():
    page = STREAMLIT_PAGE.read_bytes()
    assert len(inline_script_hashes(page)) == page.count(b"<script>") == 1
    # printf x | openssl dgst -sha256 -binary | base64
    assert inline_script_hashes(b"<script>x</script>") == ["'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='"]


# Start


def test_nobody_outside_is_asked_for_our_address(monkeypatch):
    def ask(*_, **__):
        raise AssertionError("asked a service outside")

    monkeypatch.setattr(net_util, "_make_blocking_http_get", ask)
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)  # put back afterwards
    server.ask_nobody_for_our_address()
    assert not server_util.is_url_from_allowed_origins("http://elsewhere.example")


def test_warming_up_takes_what_is_loaded_out_of_the_collectors_sight():
    ran = []
    try:
        warm_up([lambda: ran.append("first"), lambda: ran.append("second")])
        assert ran == ["first", "second"]
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_the_settings_keep_figures_and_requests_inside():
    expected = {
        "browser.gatherUsageStats": False,
        "client.disableDataExport": True,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "server.address": "127.0.0.1",
        "server.enableAgentApi": False,
        "server.fileWatcherType": "none",
    }
    assert {name: config.get_option(name) for name in expected} == expected


def test_the_page_names_the_app_s_address_so_that_a_link_to_a_page_asks_nowhere_else(streamlit_server):
    page = streamlit_server.get("/communities").text
    assert page.count("window.__streamlit=") == 1
    assert page.index("window.__streamlit=") < page.index('<script type="module"')


@pytest.mark.parametrize(("base", "path"), [("", "/"), ("cp4p", "/cp4p/"), ("/a/b/", "/a/b/")])
def test_the_address_keeps_the_path_that_the_app_stands_under(base, path):
    assert address_script(base).decode() == f"window.__streamlit={{BACKEND_BASE_URL:location.origin+'{path}'}}"
