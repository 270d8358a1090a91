"""The private PostgreSQL cluster: made once, started when needed, reached on 127.0.0.1 with a password.

PostgreSQL refuses to run as root. There, its files belong to the `postgres` user, who cannot enter HOME, which is
private: they are beside it, or in a folder of /var/tmp named after HOME where that user cannot go there either.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import time
from pathlib import Path

from tools.agency import config
from tools.agency.console import SetupError, explain, is_root, locked, run, say, step
from tools.agency.machine import ports
from tools.agency.machine.postgres_programs import find_programs

ROLE = "odoo"
PORT_FILE = config.HOME / "postgres.port"
PASSWORD_FILE = config.HOME / "postgres.password"
# How often a port that was free may be taken by the time PostgreSQL wants it.
PORT_ATTEMPTS = 5

# Durable by default is not needed by templates and test copies: a crash may lose their last half
# second, never corrupt them. `make_durable` turns it back on for the database people work in.
SETTINGS = """
# --- written by tools/agency/machine/postgres.py ---
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
checkpoint_timeout = 15min
"""
ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n"


# === WHO AND WHERE === #


def _owner() -> str | None:
    """The user the server runs as, when it cannot be the current one."""
    if not is_root():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SetupError("PostgreSQL does not run as root and there is no user `postgres`: run: adduser --system postgres")


def _as_owner(*command: str | Path) -> list[str]:
    owner = _owner()
    prefix = ["setpriv", f"--reuid={owner}", f"--regid={pwd.getpwnam(owner).pw_gid}", "--init-groups"] if owner else []
    return [*prefix, *map(str, command)]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def folder() -> Path:
    """Folder of the cluster, which the owner can reach."""
    if not _owner():
        return config.HOME / "postgres"
    if subprocess.run(_as_owner("test", "-x", config.HOME.parent), cwd="/").returncode == 0:
        return config.HOME.with_name(f"{config.HOME.name}-postgres")
    name = hashlib.sha256(str(config.HOME).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"agency-postgres-{name}"  # noqa: S108 - `_make_folder` looks who owns it


def make_home_private() -> None:
    """Close HOME to the other users, once the cluster that an earlier version kept inside is out of it."""
    inside = config.HOME / "postgres"
    if folder() != inside and (inside / "data" / "PG_VERSION").exists():
        with locked():
            data = inside / "data"
            if _is_running(programs := _programs_for(data), data):
                run(
                    _as_owner(programs / "pg_ctl", "stop", "-w", "-m", "fast", "-D", data),
                    "could not stop PostgreSQL",
                    cwd="/",
                )
            if (folder() / "data" / "PG_VERSION").exists():
                raise SetupError(f"there are two clusters: remove {inside} or {folder()}")
            shutil.rmtree(folder(), ignore_errors=True)
            shutil.move(inside, folder())
            say(f"PostgreSQL's files moved to {folder()}: {config.HOME} is private from now on")
    config.make_home_private()


def _make_folder(path: Path) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    if owner := _owner():
        shutil.chown(path, owner)
    expected = pwd.getpwnam(owner).pw_uid if owner else os.geteuid()
    status = path.lstat()
    if path.is_symlink() or status.st_uid != expected or status.st_mode & 0o077:
        raise SetupError(f"{path} belongs to someone else or is open to others: remove it and run it again")


# === PORT === #


def _choose_port() -> int:
    """AGENCY_PG_PORT, else the port of last time, else the first free one from 54320 on."""
    if wanted := config.PG_PORT:
        if not ports.is_free(wanted):
            raise SetupError(f"port {wanted} (AGENCY_PG_PORT) is taken: choose another, or unset it to get a free one")
        return wanted
    remembered = PORT_FILE.read_text().split() if PORT_FILE.exists() else []
    for port in (*map(int, remembered), *range(54320, 54400)):
        if ports.is_free(port):
            return port
    raise SetupError("no free port between 54320 and 54399 for PostgreSQL: set AGENCY_PG_PORT")


def port(data: Path | None = None) -> int:
    """The port of the running server, as it says itself."""
    return int(((data or folder() / "data") / "postmaster.pid").read_text().splitlines()[3])


def password() -> str:
    return config.private_file(PASSWORD_FILE, lambda: secrets.token_urlsafe(24))


# === LIFE OF THE CLUSTER === #


def ensure_running() -> None:
    """Make the cluster if there is none, start it if it is stopped."""
    data = folder() / "data"
    programs = _programs_for(data)
    if _is_running(programs, data):
        if config.PG_PORT and port() != config.PG_PORT:
            raise SetupError(
                f"PostgreSQL runs on port {port()}, not {config.PG_PORT} (AGENCY_PG_PORT): run `make stop`"
            )
        return
    with locked():
        if (data / "PG_VERSION").exists() and not PASSWORD_FILE.exists():
            _discard_orphan(programs, data)
        if not (data / "PG_VERSION").exists():
            _create(programs, data)
        if not _is_running(programs, data):
            _start(programs, data)


def _programs_for(data: Path) -> Path:
    version_file = data / "PG_VERSION"
    version = version_file.read_text().strip() if version_file.exists() else None
    if programs := find_programs(version):
        return programs
    wanted = f"postgresql-{version}" if version else "postgresql"
    raise SetupError(f"PostgreSQL {version or ''} is not installed: run: apt-get install {wanted}".replace("  ", " "))


def _is_running(programs: Path, data: Path) -> bool:
    """Whether it runs and answers; one that just started, or was just killed, is given a moment."""
    status = _as_owner(programs / "pg_ctl", "status", "-D", data)
    for _attempt in range(50):
        if not (data / "postmaster.pid").exists():
            return False
        if subprocess.run(status, cwd="/", capture_output=True).returncode:
            return False
        if not ports.is_free(port(data)):
            return True
        time.sleep(0.2)
    return False


def _discard_orphan(programs: Path, data: Path) -> None:
    """Remove a cluster outside HOME whose HOME was deleted, and its files and password with it."""
    if folder().parent == config.HOME:
        raise SetupError(f"{PASSWORD_FILE} is gone: put it back, or remove {folder()} to start from nothing")
    say(f"removing {folder()}, left by an earlier {config.HOME} that was deleted")
    subprocess.run(_as_owner(programs / "pg_ctl", "stop", "-m", "fast", "-D", data), cwd="/", capture_output=True)
    shutil.rmtree(folder())


def _create(programs: Path, data: Path) -> None:
    cluster = folder()
    if cluster.parent not in (config.HOME, config.HOME.parent):
        say(f"the user {_owner()} cannot enter {config.HOME.parent}: PostgreSQL's files go to {cluster}")
    with step("Creating the PostgreSQL cluster"):
        _make_folder(cluster)
        shutil.rmtree(data, ignore_errors=True)  # what an interrupted attempt left
        secret = cluster / "password"
        secret.touch(mode=0o600)
        secret.write_text(password())
        if owner := _owner():
            shutil.chown(secret, owner)
        initdb = (programs / "initdb", "-D", data, "-U", "postgres", "--pwfile", secret, "--auth=scram-sha-256")
        options = ("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        try:
            run(_as_owner(*initdb, *options), "could not create the PostgreSQL cluster", cwd="/", env=_environment())
            with (data / "postgresql.conf").open("a") as file:
                file.write(SETTINGS)
            (data / "pg_hba.conf").write_text(ACCESS)
        except BaseException:
            shutil.rmtree(data, ignore_errors=True)
            raise
        finally:
            secret.unlink()


def _start(programs: Path, data: Path) -> None:
    log = folder() / "postgres.log"
    for _attempt in range(PORT_ATTEMPTS):
        chosen = _choose_port()
        said = _start_on(chosen, programs, data, log)
        if said is None:
            break
        # Another cluster took it since: it starts from the same number as ours.
        if "Address already in use" not in said or config.PG_PORT:
            raise SetupError(explain("PostgreSQL does not start", said, log))
    else:
        raise SetupError(f"PostgreSQL found its port taken {PORT_ATTEMPTS} times: set AGENCY_PG_PORT")
    PORT_FILE.write_text(f"{chosen}\n")
    sql(
        "postgres",
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') "
        f"THEN CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password()}'; END IF; END $$",
        role="postgres",
    )


def _start_on(chosen: int, programs: Path, data: Path, log: Path) -> str | None:
    """Start it on a port; return what it said if it did not."""
    before = log.stat().st_size if log.exists() else 0
    command = _as_owner(programs / "pg_ctl", "start", "-w", "-t", "60", "-D", data, "-l", log, "-o", f"-p {chosen}")
    # A session of its own: Ctrl-C in this terminal must not reach it.
    result = subprocess.run(
        command, cwd="/", env=_environment(), capture_output=True, text=True, errors="replace", start_new_session=True
    )
    if not result.returncode:
        return None
    if not log.exists():
        return result.stderr
    with log.open(errors="replace") as file:
        file.seek(before)
        return file.read()[-3000:]


def stop() -> None:
    """Stop the cluster; its data stays."""
    if not config.HOME.exists():
        return
    make_home_private()
    data = folder() / "data"
    if not (data / "PG_VERSION").exists():
        return
    programs = _programs_for(data)
    if _is_running(programs, data):
        run(
            _as_owner(programs / "pg_ctl", "stop", "-w", "-m", "fast", "-D", data),
            "could not stop PostgreSQL",
            cwd="/",
        )
        say("PostgreSQL is stopped")


# === QUESTIONS AND ORDERS === #


def client(program: str, database: str, *options: str, role: str = ROLE) -> list[str]:
    """A client program of PostgreSQL as a command line, to run with `client_environment()`."""
    where = ("-h", "127.0.0.1", "-p", str(port()), "-U", role, "-d", database)
    return [str(_programs_for(folder() / "data") / program), *where, *options]


def client_environment() -> dict[str, str]:
    return {**_environment(), "PGPASSWORD": password()}


def sql(database: str, statement: str, role: str = ROLE) -> str:
    """Run SQL through psql, return its rows, one a line, values separated by `|`."""
    result = subprocess.run(
        client("psql", database, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, role=role),
        env=client_environment(),
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise SetupError(f"PostgreSQL refused: {result.stderr.strip().splitlines()[0]}")
    return result.stdout.strip()


def exists(database: str) -> bool:
    return bool(sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))


def databases(prefix: str) -> list[str]:
    rows = sql("postgres", f"SELECT datname FROM pg_database WHERE starts_with(datname, '{prefix}')")
    return rows.split()


def create(database: str, template: str = "template0") -> None:
    # Odoo's own choice of collation for the databases it creates.
    options = "ENCODING 'UTF8' LC_COLLATE 'C'" if template == "template0" else "STRATEGY file_copy"
    sql("postgres", f'CREATE DATABASE "{database}" TEMPLATE "{template}" {options}')
    if template == "template0":
        add_extensions(database)


EXTENSIONS = ("CREATE EXTENSION IF NOT EXISTS pg_trgm", "CREATE EXTENSION IF NOT EXISTS unaccent")
# Its words do not change; PostgreSQL indexes no function that may. Of its superuser, who owns the function.
SETTLE_UNACCENT = "ALTER FUNCTION unaccent(text) IMMUTABLE"


def add_extensions(database: str) -> None:
    """What makes searches quick and deaf to accents, as Odoo does in the databases that it makes itself.

    PostgreSQL without its additional modules does without: slower, and « creation » does not find « Création ».
    """
    try:
        for statement in EXTENSIONS:
            sql(database, statement)
        sql(database, SETTLE_UNACCENT, role="postgres")
    except SetupError as error:
        say(f"searches will be slower: {error}")


def drop(database: str) -> None:
    # As the superuser, who alone may end an autovacuum that is at work in it.
    sql("postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', role="postgres")


def rename(old: str, new: str) -> None:
    sql("postgres", f'ALTER DATABASE "{old}" RENAME TO "{new}"')


def make_durable(database: str) -> None:
    """Never lose what was said to be saved, whatever happens to the machine."""
    sql("postgres", f'ALTER DATABASE "{database}" SET synchronous_commit = on')
