"""The tables of the database. Whatever changes here needs a revision in `migrations/versions`; a test compares them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Dialect, Double, ForeignKey, Index, Integer, MetaData, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class StorableText(TypeDecorator[str]):
    """Text that both databases take: what an upload is named may hold a NUL or half a surrogate pair."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text with replacement characters where it could not be stored."""
        if value is None:
            return None
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


class Table(DeclarativeBase):
    """Base of the tables; every constraint has a name, so that a later revision can change it on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: dict[Any, Any] = {  # noqa: RUF012 - read once by SQLAlchemy, which wants a plain dict
        str: StorableText(),
        int: BigInteger(),
        float: Double(),
    }


_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts a key up by itself only if its type is INTEGER, which holds 64 bits there."""


class DocumentTable(Table):
    """Documents. `number` is the order in which they came; `holder` and `lease_until` say who examines one, and until
    when nobody else may take it.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index(None, "owner", "number"),
        Index(None, "state", "number"),
    )

    number: Mapped[int] = mapped_column(_NUMBER, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    profile: Mapped[str]
    any_kind: Mapped[bool]
    state: Mapped[str]
    stage: Mapped[str]
    done: Mapped[int]
    of: Mapped[int]
    attempts: Mapped[int]
    problem: Mapped[str]
    verdict: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    covered: Mapped[int]
    legacy: Mapped[int]
    missing: Mapped[int]
    open: Mapped[int]
    created: Mapped[float]
    finished: Mapped[float | None]
    expires: Mapped[float] = mapped_column(index=True)
    holder: Mapped[str]
    lease_until: Mapped[float | None]


class DecisionTable(Table):
    """Decisions about documents. A number is never given twice: a form that was sent late takes back no other one."""

    __tablename__ = "decision"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - the form that SQLAlchemy reads

    id: Mapped[int] = mapped_column(_NUMBER, primary_key=True)
    document: Mapped[str] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str]
    owner: Mapped[str]
    date: Mapped[str]
    expires: Mapped[str]
    fingerprint: Mapped[str]
    clause: Mapped[str]
    settled_by: Mapped[str]
    section: Mapped[str]


class SessionTable(Table):
    """Sessions, each under the SHA-256 (hex) of its secret: who reads the database cannot enter with what it holds."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    reviewer: Mapped[str]
    lifetime: Mapped[float]
    expires: Mapped[float] = mapped_column(index=True)
