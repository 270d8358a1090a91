"""People at the door of a server: they speak to it over RPC and HTTP, and tell a refusal from a success."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

import requests

# Of the sample agency, see data/SIGN_IN.txt
SAMPLE_PASSWORD = "mirabelle"

# Odoo's ways to say that somebody may not; anything else is a defect of the test or of the server.
REFUSALS = ("odoo.exceptions.AccessError", "odoo.http.SessionExpiredException", "werkzeug.exceptions.Forbidden")


class Refused(Exception):
    """The server says that this person may not."""


class Failed(AssertionError):
    """The server answers with an error: `name` is its class in Python, `message` what the user reads."""

    def __init__(self, path: str, name: str, message: str, debug: str = "") -> None:
        super().__init__(f"{path}: {name}: {message}\n{debug[-1500:]}")
        self.name = name
        self.message = message


@dataclass
class Person:
    """Somebody at the door of the server: with a session once signed in, without one as the public."""

    url: str
    database: str
    login: str = ""
    password: str = SAMPLE_PASSWORD
    session: requests.Session = field(default_factory=requests.Session)
    context: dict = field(default_factory=dict)

    def sign_in(self) -> "Person":
        values = {"db": self.database, "login": self.login, "password": self.password}
        answer = self._post("/web/session/authenticate", values)
        assert answer["uid"], f"{self.login} cannot sign in"
        return self

    def again(self) -> "Person":
        """The same person in another window: the same session, a connection of its own."""
        session = requests.Session()
        session.cookies.update(self.session.cookies)
        return replace(self, session=session)

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method over RPC; `Refused` when the person may not, an error for anything else."""
        if self.context:
            kwargs["context"] = {**self.context, **kwargs.get("context", {})}
        values = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", values)

    def route(self, path: str, **params: Any) -> Any:
        """Call a JSON route."""
        return self._post(path, params)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, allow_redirects=False, timeout=120)

    def post(self, path: str, files: dict | None = None, **values: Any) -> requests.Response:
        """Post a form, as a page would."""
        page = self.session.get(f"{self.url}/web/login" if not self.login else f"{self.url}/odoo", timeout=60).text
        token = re.search(r'csrf_token: "(\w+)"', page)
        data = {"csrf_token": token[1] if token else "", **values}
        return self.session.post(self.url + path, data=data, files=files, allow_redirects=False, timeout=120)

    def _post(self, path: str, params: dict) -> Any:
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=120)
        if answer.status_code in (401, 403, 404):
            raise Refused(f"HTTP {answer.status_code}")
        reply = answer.json()
        if "error" in reply:
            data = reply["error"]["data"]
            if data["name"] in REFUSALS or reply["error"]["code"] in (100, 403):
                raise Refused(data["message"])
            raise Failed(path, data["name"], data["message"], data["debug"])
        return reply.get("result")
