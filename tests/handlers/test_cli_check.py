"""check: one look at a page, and what would be watched there."""

import json
import shutil
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from handlers import cli

PAGE = """<!doctype html><title>Session documents</title><table>
<tr><td>11 June 2014</td><td><a href="docs/vision-rev2.txt">Vision, revision 2</a></td></tr>
<tr><td>10 June 2014</td><td><a href="docs/vision-rev1.txt">Vision, revision 1</a></td></tr>
<tr><td>9 June 2014</td><td><a href="docs/broken.pdf">List of participants</a></td></tr>
<tr><td></td><td><a href="contact.php">Contact</a></td></tr></table>"""
TEXT = "Vision\n\n1. We affirm the rights of all people in every country.\n\n2. We invite all to take part.\n"
Line = Callable[..., tuple[int, str, str]]


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "draft.txt").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)

    def nothing(_: Namespace) -> int:
        return 0

    def call(*argv: str) -> tuple[int, str, str]:
        code = cli.main(["check", *argv], run=nothing, demo=nothing)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    """A secretariat's site on loopback, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            found = {
                "/page": ("text/html", PAGE.encode()),
                "/docs/vision-rev2.txt": ("text/plain", TEXT.encode()),
                "/docs/broken.pdf": ("application/pdf", b"%PDF-1.4 nothing"),
            }.get(self.path)
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", found[0] if found else "text/plain")
            self.end_headers()
            self.wfile.write(found[1] if found else b"")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/page", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_list_is_told_newest_first_and_nothing_on_it_is_fetched(line: Line, site: tuple[str, list[str]]) -> None:
    url, asked = site
    code, out, _ = line(url)
    assert code == 0
    assert "Links: 4. Documents: 3." in out
    assert out.index("r2  2014-06-11  “Vision, revision 2”") < out.index("r1  2014-06-10  “Vision, revision 1”")
    assert "–  2014-06-09  “List of participants”" in out
    assert asked == ["/page"]


def test_followed_links_say_what_they_hold_or_why_not(line: Line, site: tuple[str, list[str]]) -> None:
    url, asked = site
    code, out, _ = line(url, "--follow", "--json")
    assert code == 0
    newest, older, other = json.loads(out)["drafts"]
    assert newest["reading"]["paragraphs"] == 3
    assert newest["reading"]["language"] == "en"
    assert "nothing at this address" in older["refused"]
    assert "damaged" in other["refused"]
    assert sorted(asked) == ["/docs/broken.pdf", "/docs/vision-rev1.txt", "/docs/vision-rev2.txt", "/page"]


def test_links_of_a_saved_page_are_told_as_they_stand_and_not_followed(line: Line) -> None:
    code, out, _ = line("page.html", "--follow")
    assert code == 0
    assert "    docs/vision-rev2.txt\n" in out
    assert "check the page at its address" in out


def test_a_pattern_says_which_links_are_drafts(line: Line) -> None:
    _, out, _ = line("page.html", "--links", "contact", "--json")
    assert [(draft["url"], draft["draft"]) for draft in json.loads(out)["drafts"]] == [("contact.php", True)]
    code, _, err = line("page.html", "--links", "(")
    assert code == 2
    assert "pattern" in err


def test_a_draft_itself_is_a_document(line: Line) -> None:
    code, out, _ = line("draft.txt")
    assert code == 0
    assert "plain text, 3 paragraphs" in out
    assert "would be watched as a document" in out
    code, _, err = line("draft.txt", "--kind", "list")
    assert code == 1
    assert "--kind document" in err


def test_a_page_may_be_watched_as_a_document(line: Line) -> None:
    _, out, _ = line("page.html", "--kind", "document", "--json")
    assert json.loads(out)["format"] == "html"


def test_a_feed_is_told_by_its_entries(line: Line, tmp_path: Path) -> None:
    entry = "<item><title>Vision {n}</title><link>https://x.example/vision-r{n}.pdf</link></item>"
    entries = "".join(entry.format(n=n) for n in (2, 1))
    (tmp_path / "feed.xml").write_text(f"<rss version='2.0'><channel>{entries}</channel></rss>", "utf-8")
    code, out, _ = line("feed.xml", "--json")
    told = json.loads(out)
    assert (code, told["kind"]) == (0, "feed")
    assert [one["url"] for one in told["drafts"]] == [
        "https://x.example/vision-r2.pdf",
        "https://x.example/vision-r1.pdf",
    ]


def test_a_calendar_is_told_by_its_meetings(line: Line, tmp_path: Path) -> None:
    (tmp_path / "notice.html").write_text("<p>12 June 2014</p><p>Plenary 15:00-18:00, Room 2</p>", "utf-8")
    code, out, _ = line("notice.html", "--kind", "calendar")
    assert code == 0
    assert "Plenary, 12 June 2014 15:00–18:00, Room 2" in out


def test_a_page_is_no_feed(line: Line) -> None:
    code, out, err = line("page.html", "--kind", "feed")
    assert (code, out) == (1, "")
    assert "is no feed" in err


def test_how_to_watch_it_is_said_and_which_links(line: Line, site: tuple[str, list[str]]) -> None:
    url, _ = site
    _, out, _ = line(url)
    assert f"Nothing is watched yet. In a chat: /watch {url}" in out
    assert out.rstrip().endswith(f"""[[space.watch]]\nurl = "{url}"\nlinks = 'vision-rev\\d+[^/]*\\.\\w+$'""")


def test_a_page_without_documents_says_what_to_try(line: Line, tmp_path: Path) -> None:
    (tmp_path / "none.html").write_text("<html><body><p>Nothing was posted yet.</p></body></html>", "utf-8")
    code, out, _ = line("none.html")
    assert code == 0
    assert "--links PATTERN" in out


@pytest.mark.corpus
def test_every_page_of_the_corpus_is_told(line: Line, corpus: Path) -> None:
    pages = sorted(corpus.glob("pages-*/*.html"))
    assert pages
    for page in pages:
        code, out, err = line(str(page), "--json")
        assert (code, err) == (0, ""), page
        told = json.loads(out)
        assert told["links"] >= len(told["drafts"])


@pytest.mark.corpus
def test_three_drafts_of_one_text_are_found_on_a_page_of_the_corpus(line: Line, corpus: Path) -> None:
    _, out, _ = line(str(corpus / "pages-reconstructed/undesa-wsis20.after.html"), "--json")
    assert [draft["label"] for draft in json.loads(out)["drafts"]] == ["Revision 2", "Revision 1", "Zero Draft"]


def test_a_page_of_scripts_at_a_private_address_is_shown_with_a_browser(line: Line, tmp_path: Path) -> None:
    pytest.importorskip("playwright.async_api", reason="no playwright: install the development dependencies")
    if not shutil.which("chromium"):
        pytest.skip("no chromium: apt install chromium")
    (tmp_path / "shell.html").write_text("<div id=a></div><script src=app.js></script>", "utf-8")
    (tmp_path / "app.js").write_text("a.innerHTML = '<a href=vision-r1.pdf>Vision, 10 June 2014</a>'", "utf-8")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        url = f"http://127.0.0.1:{server.server_port}/shell.html"
        _, bare, _ = line(url)
        code, shown, _ = line(url, "--browser")
        server.shutdown()
    assert "add --browser" in bare
    assert code == 0
    assert "“Vision, 10 June 2014”" in shown
    assert "browser = true" in shown
