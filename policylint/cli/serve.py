"""`policylint serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from policylint.choices import OCR_ENGINES
from policylint.cli.options import limits_said, tell
from policylint.errors import UserMistake

if TYPE_CHECKING:
    from policylint.web.settings import ServerSettings

_NEEDED: Final = ("fastapi", "uvicorn", "sqlalchemy", "alembic", "python_multipart", "prometheus_client")


@click.command("serve")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", metavar="NUMBER", type=click.IntRange(0, 65535), default=8080, show_default=True, help="The port."
)
@click.option(
    "--data",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where uploads are kept. [default: $XDG_STATE_HOME/policylint]",
)
@click.option(
    "--database",
    metavar="URL",
    envvar="POLICYLINT_DATABASE",
    default=None,
    help="postgresql://user@host/name. [default: SQLite in the folder]",
)
@click.option(
    "--workers",
    metavar="NUMBER",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that examine. [default: as many as processors, at most 4]",
)
@click.option(
    "--token-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=None,
    help="Let in who has one of its tokens: a line each, a name and the token.",
)
@click.option("--proxy-header", metavar="NAME", default="", help="Let in whom a reverse proxy names in this header.")
@click.option(
    "--trust",
    metavar="ADDRESS",
    multiple=True,
    help="Address or network of a reverse proxy whose headers are believed.",
)
@click.option("--public", is_flag=True, help="Let everybody in; each visitor sees their own documents only.")
@click.option(
    "--name",
    "names",
    metavar="HOST",
    multiple=True,
    help="A host name of the service; others are refused. [default: any, on loopback localhost]",
)
@click.option(
    "--root-path", metavar="PATH", default="", help="The path below which a proxy has the service: /policylint."
)
@click.option("--https", is_flag=True, help="Visitors come by HTTPS, as far as a proxy: cookies are for HTTPS only.")
@click.option(
    "--keep",
    metavar="HOURS",
    type=click.FloatRange(0.01, 24 * 366),
    default=24.0,
    show_default=True,
    help="For how long an upload is kept.",
)
@click.option(
    "--max-size",
    metavar="MB",
    type=click.FloatRange(0.1, 2_000),
    default=50.0,
    show_default=True,
    help="The largest file, in millions of bytes.",
)
@click.option(
    "--max-files",
    metavar="NUMBER",
    type=click.IntRange(1, 100),
    default=20,
    show_default=True,
    help="Most files in one upload.",
)
@click.option(
    "--max-waiting",
    metavar="NUMBER",
    type=click.IntRange(1),
    default=500,
    show_default=True,
    help="Most documents that wait; then uploads are refused as busy.",
)
@click.option(
    "--rate",
    metavar="NUMBER",
    type=click.IntRange(0),
    default=120,
    show_default=True,
    help="Most files a minute of one visitor; 0 for no bound.",
)
@click.option(
    "--address-rate",
    metavar="NUMBER",
    type=click.IntRange(0),
    default=600,
    show_default=True,
    help="Most files a minute of one address; 0 for no bound.",
)
@click.option(
    "--limit",
    metavar="NAME=VALUE",
    multiple=True,
    help="What one document may cost, as for policylint check: pages=500, ...",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(1, 86400),
    default=None,
    help="Seconds that reading one document may take. [default: 120]",
)
@click.option("--ocr", type=click.Choice(OCR_ENGINES), default=None, help="How scanned pages are read. [default: auto]")
@click.option(
    "--ocr-language",
    metavar="CODE",
    multiple=True,
    help="Language of scans, as tesseract has it; may be given several times. [default: eng]",
)
@click.option("--pack", "packs", metavar="PACK", multiple=True, help="A rule pack. [default: social-media]")
@click.option(
    "--metrics-token-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=None,
    help="The token that /metrics takes; on loopback it takes none.",
)
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    help="How much is logged, as JSON lines on standard error.",
)
def command(**given: object) -> None:
    """Serve the web page and the HTTP API: upload a policy, see what is missing.

    On this machine alone it asks for no log-in. On an address that others can reach it starts only with --token-file,
    --proxy-header or --public. Nothing that is uploaded leaves the machine; it is deleted after --keep hours.

    SIGTERM and an interrupt stop it in good order; what is not examined by then is examined at the next start.
    """
    _require_packages()
    from policylint.web.server import serve

    settings = settings_of(given)
    settings.require_sense()
    where = f"http://{settings.host}:{settings.port}{settings.root}/"
    tell(f"policylint serves {where} ({_who(settings)}; uploads in {settings.data.as_posix()})")
    serve(settings, log_level=str(given["log_level"]))


def settings_of(given: dict[str, object]) -> ServerSettings:
    """What the options say. Raises `UserMistake` as `ServerSettings.require_sense` and its files do."""
    from typing import Any, cast

    from policylint.choices import Ocr
    from policylint.config.amounts import limits_of
    from policylint.limits import Limits
    from policylint.packs.files import DEFAULT_PACK
    from policylint.web.settings import Bounds, ServerSettings, read_tokens, trusted_networks

    said = cast(dict[str, Any], given)
    file_bytes = round(said["max_size"] * 1e6)
    limits = limits_of(said["timeout"] or Limits().seconds, limits_said(said["limit"]))
    return ServerSettings(
        data=said["data"] or _state_folder(),
        host=said["host"],
        port=said["port"],
        database=said["database"],
        public=said["public"],
        tokens=read_tokens(said["token_file"]) if said["token_file"] else {},
        proxy_header=said["proxy_header"],
        trusted=trusted_networks(said["trust"]),
        names=said["names"],
        root=said["root_path"].rstrip("/"),
        https=said["https"],
        workers=said["workers"] or _workers(),
        lifetime=said["keep"] * 3600,
        bounds=Bounds(
            file_bytes=file_bytes,
            files=said["max_files"],
            waiting=said["max_waiting"],
            rate=said["rate"],
            address_rate=said["address_rate"],
        ),
        limits=limits,
        ocr=Ocr(engine=said["ocr"] or Ocr().engine, languages=said["ocr_language"] or Ocr().languages),
        packs=said["packs"] or (DEFAULT_PACK,),
        metrics_token=_token_in(said["metrics_token_file"]) if said["metrics_token_file"] else "",
    )


def _who(settings: ServerSettings) -> str:
    return {
        "loopback": "for this machine alone",
        "public": "for everybody",
        "token": f"for {len(settings.tokens)} holders of a token",
        "proxy": f"for whom the proxy names in {settings.proxy_header}",
    }[settings.mode]


def _token_in(path: Path) -> str:
    from policylint.sources import read_file

    token = read_file(str(path)).decode("utf-8", "replace").strip()
    if len(token) < 24:
        raise UserMistake("M513", place=path.as_posix(), problem="a token has at least 24 characters")
    return token


def _state_folder() -> Path:
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "policylint"


def _workers() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, 4))


def _require_packages() -> None:
    """See that what serving takes is installed. Raises `UserMistake` M514."""
    from importlib.util import find_spec

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UserMistake("M514", missing=", ".join(missing))
