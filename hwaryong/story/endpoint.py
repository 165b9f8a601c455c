"""A language model behind an OpenAI-compatible server: it may propose words, and never scores.

Nothing in the house calls one. A studio that wants one writes a tool of its own around an `Endpoint`, which
declares the host and the model's card, so that the rights policy judges both before anything is sent.
"""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from hwaryong.errors import BadInput, HwaryongError
from hwaryong.media.proposal import Proposal, Want
from hwaryong.media.text import Text

MAX_ANSWER_BYTES = 1024 * 1024
MAX_ASKED = 24_000  # characters: more than a scene; a local model's context ends near there
MAX_WORDS = 400  # characters of one proposal
ASKED: dict[Want, str] = {
    "options": "Propose {count} different things that the person could decide to do. Each is one sentence.",
    "wording": "Propose {count} other wordings of this line of dialogue. Keep its meaning and its speaker.",
    "action": "Propose {count} action lines for a screenplay: present tense, only what is seen and heard.",
}


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """The policy judged one host; an answer may not send us to another."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Endpoint:
    """A server's address such as `http://127.0.0.1:8080/v1`, and the name it knows the model by.

    `key` names the environment variable that holds the server's key; the key itself is never recorded.
    """

    url: str
    model: str
    key: str = ""
    timeout_s: float = 300.0

    def __post_init__(self) -> None:
        parts = urllib.parse.urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise BadInput(
                f"{self.url!r} is no server's address", mend="write one such as http://127.0.0.1:8080/v1"
            )

    @property
    def host(self) -> str:
        """What a tool around this endpoint declares: `network=(endpoint.host,)`."""
        return urllib.parse.urlsplit(self.url).netloc

    def propose(self, about: Text, *, want: Want, count: int, lang: str = "en", seed: int = 0) -> Proposal:
        """Ask for `count` options, wordings or action lines in `lang` (BCP 47).

        The answer is bound to a JSON schema, and checked against it here as well: proposals that are empty or
        say the same twice are left out, with a flag. Raises BadInput for a text over 24,000 characters,
        HwaryongError where the server cannot be reached or answers something else.
        """
        if len(about.text) > MAX_ASKED:
            raise BadInput(
                f"the text has {len(about.text)} characters, more than the {MAX_ASKED} that are sent",
                mend="give the scene or the line that it is about",
            )
        request = self._request(about.text, want, count, lang, seed)
        answer = self._answer(request)
        texts = _texts(answer, count)
        unlike = tuple(dict.fromkeys(text for text in texts if text))
        made = Proposal(want, unlike, self.url, self.model, request, answer)
        if len(unlike) < count:
            made.flagged(f"{count} were asked for, {len(unlike)} came that say something of their own")
        return made.flagged("a model's words: take what is good, nothing here was weighed")

    def _request(self, text: str, want: Want, count: int, lang: str, seed: int) -> dict[str, Any]:
        rule = f"{ASKED[want].format(count=count)} Write in the language {lang!r}. Answer in JSON."
        proposals = {
            "type": "array", "minItems": count, "maxItems": count,
            "items": {"type": "string", "maxLength": MAX_WORDS},
        }  # fmt: skip
        schema = {
            "type": "object", "properties": {"proposals": proposals}, "required": ["proposals"],
            "additionalProperties": False,
        }  # fmt: skip
        return {
            "model": self.model,
            "messages": [{"role": "system", "content": rule}, {"role": "user", "content": text}],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "proposals", "strict": True, "schema": schema},
            },
            "temperature": 0,
            "seed": seed,
        }

    def _answer(self, request: dict[str, Any]) -> str:
        """The words of the first choice (OpenAI, "Create chat completion")."""
        headers = {"Content-Type": "application/json"}
        if self.key:
            if self.key not in os.environ:
                raise HwaryongError(f"The server's key is not set; put it into the variable {self.key}.")
            headers["Authorization"] = f"Bearer {os.environ[self.key]}"
        sent = urllib.request.Request(  # noqa: S310 (the scheme is checked above)
            self.url.rstrip("/") + "/chat/completions", json.dumps(request).encode(), headers, method="POST"
        )
        opener = urllib.request.build_opener(_NoDetour, urllib.request.ProxyHandler({}))
        try:
            with opener.open(sent, timeout=self.timeout_s) as response:
                body = response.read(MAX_ANSWER_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise HwaryongError(f"{self.host} answered {error.code} {error.reason}.") from None
        except (OSError, HTTPException) as error:
            raise HwaryongError(
                f"{self.host} does not answer ({error}); start the server or correct its address."
            ) from None
        if len(body) > MAX_ANSWER_BYTES:
            raise HwaryongError(f"{self.host} answered more than {MAX_ANSWER_BYTES} bytes.")
        try:
            content = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            raise HwaryongError(f"{self.host} answered something that is no chat completion.") from None
        if not isinstance(content, str):
            raise HwaryongError(f"{self.host} answered without words.")
        return content


def _texts(answer: str, count: int) -> list[str]:
    """The proposals in an answer, one line each; raises HwaryongError where it is not the JSON asked for."""
    try:
        found = json.loads(answer)["proposals"]
    except (ValueError, KeyError, TypeError, RecursionError):
        found = None
    if not isinstance(found, list) or len(found) > count or not all(isinstance(text, str) for text in found):
        raise HwaryongError(
            f"The model did not answer in the JSON that it was asked for, but {answer[:60]!r}; "
            "take a server that keeps to a JSON schema."
        )
    return [" ".join(text[:MAX_WORDS].split()) for text in found]


__all__ = ["Endpoint"]
