"""Users who work at the same time: what they do, as a browser asks it, and how long they wait for it."""

import json
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import requests
from list_calls import CALM, PASSWORD, PATIENCE
from playwright.sync_api import Page, Request

# Seconds between two gestures of one user: somebody who never stops.
PAUSE = (1.0, 5.0)
# What a browser asks once a window, not once a gesture; the list of conversations, which is not the page's.
NOT_ASKED_AGAIN = (
    "/web/dataset/call_kw/res.users/has_group",
    "/web/dataset/call_kw/discuss.channel/",
    "/web/action/",
    "/web/webclient/",
    "/mail/data",
    "/bus/",
    "/websocket",
)


# Of each gesture, the seconds it took, each time.
Seen = dict[str, list[float]]


@dataclass
class Gesture:
    """Something a user does: the calls a browser made for it, if on a record the first of `ids`."""

    name: str
    weight: int
    calls: list[tuple[str, dict]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    report: str = ""

    def make(self, session: requests.Session, url: str, record: int) -> None:
        """Do it on another record.

        :raise RuntimeError: if the server does not answer with what was asked
        """
        if self.report:
            answer = session.get(f"{url}/report/pdf/{self.report}/{record}", timeout=120)
            if answer.status_code != 200 or not answer.content.startswith(b"%PDF"):
                raise RuntimeError(f"{self.name}: HTTP {answer.status_code}: {answer.text[:300]}")
        for path, body in self.calls:
            answer = session.post(url + path, json=_on(body, self.ids[0] if self.ids else 0, record), timeout=120)
            if answer.status_code != 200 or b'"result":' not in answer.content:
                raise RuntimeError(f"{self.name}: {path}: HTTP {answer.status_code}: {answer.text[:600]}")


def _on(value: object, old: int, new: int) -> object:
    """The same call about another record."""
    if isinstance(value, dict):
        return {key: _on(content, old, new) for key, content in value.items()}
    if isinstance(value, list):
        return [_on(content, old, new) for content in value]
    return new if old and value == old and not isinstance(value, bool) else value


def hear_page(page: Page, address: str, selector: str) -> list[tuple[str, dict]]:
    """Open a page of the web client, return what it asks of the server."""
    calls: list[tuple[str, dict]] = []

    def note(request: Request) -> None:
        path = request.url.split("/", 3)[-1].split("?")[0]
        if request.method != "POST" or f"/{path}".startswith(NOT_ASKED_AGAIN):
            return
        try:
            body = json.loads(request.post_data or "")
        except ValueError:
            return
        # Views are kept by the browser.
        if isinstance(body, dict) and body.get("params", {}).get("method") != "get_views":
            calls.append((f"/{path}", body))

    page.on("request", note)
    page.goto(address)
    page.wait_for_selector(selector, timeout=PATIENCE)
    page.wait_for_timeout(CALM)
    page.remove_listener("request", note)
    if not calls:
        raise RuntimeError(f"{address}: the browser asked for nothing")
    return calls


def sign_in(url: str, db: str, login: str) -> requests.Session:
    session = requests.Session()
    params = {"db": db, "login": login, "password": PASSWORD}
    answer = session.post(f"{url}/web/session/authenticate", json={"jsonrpc": "2.0", "params": params}, timeout=120)
    if not answer.json().get("result", {}).get("uid"):
        raise RuntimeError(f"{login} cannot sign in: {answer.text[:300]}")
    return session


class Crowd:
    """Users of one server. What they do is drawn, the same on every server."""

    def __init__(self, url: str, sessions: list[requests.Session], gestures: list[Gesture]) -> None:
        self.url = url
        self.sessions = sessions
        self.gestures = gestures
        self.errors: list[str] = []
        self.turn = 0

    def work(self, seconds: float, gestures: Sequence[Gesture], seen: Seen | None = None) -> None:
        """Let everybody make these gestures for a while; note in `seen` how long each took."""
        self.turn += 1
        until = time.monotonic() + seconds
        drawn = [random.Random(self.turn * 1000 + number) for number in range(len(self.sessions))]
        workers = [
            threading.Thread(target=self._work, args=(session, draw, until, gestures, seen))
            for session, draw in zip(self.sessions, drawn, strict=True)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    def _work(
        self,
        session: requests.Session,
        draw: random.Random,
        until: float,
        gestures: Sequence[Gesture],
        seen: Seen | None,
    ) -> None:
        weights = [gesture.weight for gesture in gestures]
        time.sleep(draw.uniform(0, PAUSE[1]))
        while time.monotonic() < until:
            (gesture,) = draw.choices(gestures, weights)
            record = draw.choice(gesture.ids) if gesture.ids else 0
            start = time.perf_counter()
            try:
                gesture.make(session, self.url, record)
                if seen is not None:
                    seen[gesture.name].append(time.perf_counter() - start)
            except (RuntimeError, requests.RequestException) as error:
                self.errors.append(str(error))
            time.sleep(draw.uniform(*PAUSE))


def percentile(values: list[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
