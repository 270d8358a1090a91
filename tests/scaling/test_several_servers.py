"""Several servers on one database and one filestore, behind docker/nginx.conf.template: one is lost, nobody notices.

Where there is no nginx (Debian's starts a service of its own, so the set-up installs none), proxy.py stands for it.
The web servers run Odoo's prefork workers and no scheduled action; those have a process of their own.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from waiting import wait_for

from tools.agency import config, testing

DATABASE = f"scaling_{os.getpid()}"
TEMPLATE = config.ROOT / "docker" / "nginx.conf.template"
HTTP = """
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
daemon off;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass
class Cluster:
    """Two web servers, the process of the scheduled actions, the proxy before them."""

    url: str
    webs: list[testing.Server]
    cron: subprocess.Popen

    def sign_in(self) -> requests.Session:
        session = requests.Session()
        params = {"db": DATABASE, "login": "claire", "password": "mirabelle"}
        answer = session.post(
            f"{self.url}/web/session/authenticate", json={"jsonrpc": "2.0", "params": params}, timeout=60
        ).json()
        assert answer["result"]["uid"]
        return session

    def call(self, session: requests.Session, model: str, method: str, *args: object) -> object:
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        answer = session.post(
            f"{self.url}/web/dataset/call_kw", json={"jsonrpc": "2.0", "params": params}, timeout=60
        ).json()
        assert "error" not in answer, answer["error"]["data"]["message"]
        return answer["result"]


def write_site(folder: Path, port: int, webs: list[testing.Server], websockets: list[int]) -> Path:
    """The proxy's own file, filled in as nginx's image does."""
    servers = {
        "WEB_SERVERS": "".join(f"server 127.0.0.1:{web.port} max_fails=1 fail_timeout=5s;" for web in webs),
        "WEBSOCKET_SERVERS": "".join(f"server 127.0.0.1:{port};" for port in websockets),
        "PROXY_PORT": f"127.0.0.1:{port}",
    }
    text = TEMPLATE.read_text()
    for name, value in servers.items():
        text = text.replace(f"${{{name}}}", value)
    (folder / "site.conf").write_text(text)
    main = folder / "nginx.conf"
    main.write_text(HTTP.format(folder=folder))
    return main


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("nginx")
    testing.create_database(DATABASE, with_sample=True)
    websockets = [testing.free_port(), testing.free_port()]
    options = {"workers": 2, "max_cron_threads": 0, "proxy_mode": True}
    webs = [
        testing.start_server(DATABASE, gevent_port=port, logfile=config.LOGS / f"{DATABASE}-{port}.log", **options)
        for port in websockets
    ]
    port = testing.free_port()
    started: list[subprocess.Popen] = []
    try:
        for web in webs:
            web.start()
        cron = subprocess.Popen(
            testing.odoo_command(
                *("server", "-d", DATABASE, "--no-http", "--workers=1", "--max-cron-threads=1"),
                *("--smtp=127.0.0.1", "--smtp-port=9", f"--logfile={config.LOGS / f'{DATABASE}-cron.log'}"),
            ),
            stdin=subprocess.DEVNULL,
        )
        started.append(cron)
        if nginx := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
            command = [nginx, "-c", write_site(folder, port, webs, websockets), "-p", folder]
        else:
            command = [sys.executable, Path(__file__).with_name("proxy.py"), port, *(web.port for web in webs)]
        started.append(subprocess.Popen(list(map(str, command))))
        cluster = Cluster(f"http://127.0.0.1:{port}", webs, cron)
        wait_for(
            lambda: requests.get(f"{cluster.url}/web/health", timeout=5).status_code == 200, requests.RequestException
        )
        yield cluster
    finally:
        for process in started:
            process.terminate()
            process.wait(30)
        for web in webs:
            web.stop()
        testing.drop_database(DATABASE)


def served_by(web: testing.Server) -> int:
    """How many requests a server says it answered."""
    log = next(option for option in web.options if option.startswith("--logfile=")).removeprefix("--logfile=")
    return Path(log).read_text().count("POST /web/dataset/call_kw")


def test_both_servers_answer_in_one_session(cluster: Cluster) -> None:
    session = cluster.sign_in()
    for _n in range(20):
        assert cluster.call(session, "sale.order", "search_count", [])
    assert all(served_by(web) >= 5 for web in cluster.webs)


def test_what_one_server_changes_the_other_knows(cluster: Cluster) -> None:
    """Caches are told of a change in the next request, by Odoo's signaling."""
    session = cluster.sign_in()
    (stage,) = cluster.call(session, "crm.stage", "search", [], 0, 1)
    for number in range(8):
        # The menu of who asks is read from a cache; so is the model of a stage's name.
        cluster.call(session, "crm.stage", "write", [stage], {"name": f"Phase {number}"})
        cluster.call(session, "res.company", "write", [1], {"offer_sent_delay": number})
        assert cluster.call(session, "crm.stage", "read", [stage], ["name"])[0]["name"] == f"Phase {number}"
        assert cluster.call(session, "res.company", "read", [1], ["offer_sent_delay"])[0]["offer_sent_delay"] == number


def test_a_file_kept_through_one_server_is_read_through_the_other(cluster: Cluster) -> None:
    session = cluster.sign_in()
    (quote,) = cluster.call(session, "sale.order", "search", [("state", "=", "draft")], 0, 1)
    (attachment,) = cluster.call(
        session,
        "ir.attachment",
        "create",
        [{"name": "a.txt", "raw": "bonjour", "res_model": "sale.order", "res_id": quote}],
    )
    for _n in range(6):
        assert session.get(f"{cluster.url}/web/content/{attachment}", timeout=60).text == "bonjour"


def test_scheduled_actions_run_in_their_own_process(cluster: Cluster) -> None:
    testing.sql(
        DATABASE,
        "UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE id = "
        "(SELECT res_id FROM ir_model_data WHERE module = 'agency_crm' AND model = 'ir.cron' LIMIT 1)",
    )
    testing.sql(DATABASE, "NOTIFY cron_trigger")
    last = "SELECT count(*) FROM ir_cron WHERE lastcall > now() - interval '5 minutes'"
    wait_for(lambda: testing.sql(DATABASE, last) != "0", requests.RequestException, 120)
    log = (config.LOGS / f"{DATABASE}-cron.log").read_text()
    assert "WorkerCron" in log
    assert "Starting job" in log or "starting" in log


def test_sessions_survive_the_loss_of_a_server(cluster: Cluster) -> None:
    """Killed, not stopped: whoever was signed in goes on, and signs in anew too."""
    session = cluster.sign_in()
    lost = cluster.webs[0]
    lost.kill()
    assert not lost.answers()
    for _n in range(30):
        assert cluster.call(session, "sale.order", "search_count", [])
        assert session.get(f"{cluster.url}/web/health", timeout=60).status_code == 200
    assert cluster.call(cluster.sign_in(), "sale.order", "search_count", [])
    # And it comes back.
    lost.start()
    time.sleep(6)  # nginx tries it again after 5 s
    before = served_by(lost)
    for _n in range(12):
        cluster.call(session, "sale.order", "search_count", [])
    assert served_by(lost) > before
