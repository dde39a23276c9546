"""Everything that `policylint serve` was told, and what it refuses to start with."""

from __future__ import annotations

import hashlib
import ipaddress
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from policylint.choices import Ocr
from policylint.errors import UserMistake, reason_of
from policylint.limits import Limits
from policylint.packs.files import DEFAULT_PACK

AccessMode = Literal["loopback", "public", "token", "proxy"]
"""Who may use the service. loopback: whoever is on this machine; public: anybody; token: whoever knows one of the
tokens; proxy: whoever a reverse proxy has let in, under the name that it gives."""

LOOPBACK_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SHORTEST: Final = 24
"""Characters of the shortest token: 128 bits and more where it was drawn by chance."""
_LINE: Final = re.compile(r"(\S+)\s+(\S+)")
_HEADER: Final = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What visitors may ask for.

    `file_bytes` of one file, `files` in one upload; `rate` files a minute of one visitor and `address_rate` of one
    address (0: no bound); `waiting` documents that wait to be examined, of everybody; `owned` documents and
    `owned_bytes` that one visitor has at a time,
    `kept_bytes` that all have; `uploads` that are received at a time; `quiet_seconds` without a byte
    after which an upload is given up, and `upload_seconds` that it may take in all; `linger_seconds` for which the
    rest of what was refused is let pass, since a browser shows no answer before it has sent all.
    """

    file_bytes: int = 50_000_000
    files: int = 20
    rate: int = 120
    address_rate: int = 600
    waiting: int = 500
    owned: int = 500
    owned_bytes: int = 2_000_000_000
    kept_bytes: int = 50_000_000_000
    uploads: int = 100
    quiet_seconds: float = 20.0
    upload_seconds: float = 600.0
    linger_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What a server was told.

    `data` is the folder of its files, `database` the URL of its database (None: SQLite in that folder). `tokens` maps
    the SHA-256 of a token to the name of its holder. `proxy_header` names the header in which the reverse proxies at
    `trusted` say who asks. `root` is the path below which the service lies ("" or "/policylint"). `https` says that
    visitors come by HTTPS, if only as far as a proxy. `lifetime` is for how many seconds an upload is kept.
    `grace` is how many seconds work under way has to end when the server stops.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    database: str | None = None
    public: bool = False
    tokens: dict[str, str] = field(default_factory=dict)
    proxy_header: str = ""
    trusted: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    names: tuple[str, ...] = ()
    root: str = ""
    https: bool = False
    workers: int = 2
    lifetime: float = 24 * 3600.0
    bounds: Bounds = field(default_factory=Bounds)
    limits: Limits = field(default_factory=Limits)
    ocr: Ocr = field(default_factory=Ocr)
    packs: tuple[str, ...] = (DEFAULT_PACK,)
    metrics_token: str = ""
    grace: float = 20.0

    @property
    def mode(self) -> AccessMode:
        """Who may use the service."""
        if self.proxy_header:
            return "proxy"
        if self.tokens:
            return "token"
        return "public" if self.public else "loopback"

    def require_sense(self) -> None:
        """See that the service is not open to more people than whoever starts it has said.

        Raises:
            UserMistake: M510 for an address that others can reach, without a word on who may; M511 for a proxy header
                without the addresses of the proxies; M512 for a root path or a header that is none.
        """
        if self.mode == "loopback" and not is_loopback(self.host):
            raise UserMistake("M510", host=self.host)
        if self.proxy_header and not self.trusted:
            raise UserMistake("M511", header=self.proxy_header)
        if self.proxy_header and self.tokens:
            raise UserMistake("M516")
        if self.proxy_header and not _HEADER.fullmatch(self.proxy_header):
            raise UserMistake("M512", option="--proxy-header", value=self.proxy_header)
        if self.root and not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", self.root):
            raise UserMistake("M512", option="--root-path", value=self.root)

    def is_trusted(self, address: str) -> bool:
        """Whether an address is that of a reverse proxy whose headers are believed."""
        try:
            peer = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(peer, ipaddress.IPv6Address) and peer.ipv4_mapped:
            peer = peer.ipv4_mapped
        return any(peer in network for network in self.trusted)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that is bound to `host`."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def trusted_networks(given: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """The addresses and networks of reverse proxies. Raises `UserMistake` M512 for what is none."""
    networks = []
    for text in given:
        try:
            networks.append(ipaddress.ip_network(text, strict=False))
        except ValueError:
            raise UserMistake("M512", option="--trust", value=text) from None
    return tuple(networks)


def read_tokens(path: Path) -> dict[str, str]:
    """The tokens of a file, a line each: a name and the token. Lines that begin with # and empty ones say nothing.

    Returns:
        The holder's name by the SHA-256 (hexadecimal) of the token.

    Raises:
        UserMistake: M003 where the file cannot be read; M513 for a line that is none, a short token, a name or token
            that is given twice, a file without tokens, and one that others than its owner may read.
    """
    shown = path.as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        mode = path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else "it is not UTF-8"
        raise UserMistake("M003", path=shown, reason=reason) from None
    if os.name == "posix" and mode & 0o004:
        raise UserMistake("M513", place=shown, problem="everybody on this machine can read it; chmod o-r it")
    tokens: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        place = f"{shown}:{number}"
        if not found:
            raise UserMistake("M513", place=place, problem="write a name, a space, and the token")
        name, token = found.groups()
        if len(token) < _SHORTEST:
            raise UserMistake("M513", place=place, problem=f"a token has at least {_SHORTEST} characters")
        if digest(token) in tokens or name in tokens.values():
            raise UserMistake("M513", place=place, problem="this name or token is there already")
        tokens[digest(token)] = name
    if not tokens:
        raise UserMistake("M513", place=shown, problem="there is no token in it")
    return tokens


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256, hexadecimal. Secrets are drawn by chance, so no slower one is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
