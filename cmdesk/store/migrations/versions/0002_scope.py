"""What the scope says of crises, aims and words; extras, routines, and a catalogue that can be updated."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def listing() -> sa.types.TypeEngine[Any]:
    """A JSON value."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def words(name: str, start: str = "") -> sa.Column[Any]:
    """A text that begins empty, or as something."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=start)


def number(name: str, start: int | None = None) -> sa.Column[Any]:
    """A number that begins as nothing, or as something."""
    return sa.Column(
        name, sa.Integer(), nullable=start is None, server_default=None if start is None else sa.text(str(start))
    )


def yes_or_no(name: str, *, start: bool = False) -> sa.Column[Any]:
    """A truth that begins as something."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true() if start else sa.false())


def items(name: str, start: str = "[]") -> sa.Column[Any]:
    """A list, or a table of names and values."""
    return sa.Column(name, listing(), nullable=False, server_default=start)


NEW_COLUMNS: dict[str, Callable[[], list[sa.Column[Any]]]] = {
    "agency": lambda: [items("scope_start", "{}"), number("catalogue_edition", 1)],
    "service": lambda: [
        number("price_cents"),
        words("price_mode", "fee"),
        yes_or_no("is_often_expected"),
        yes_or_no("is_own"),
        yes_or_no("is_new"),
        items("changed"),
    ],
    "scope_template": lambda: [yes_or_no("is_own"), items("terms", "{}")],
    "template_line": lambda: [items("own", "{}")],
    "client": lambda: [
        *(words(name) for name in ("personality", "tone", "voice_do", "voice_avoid", "own_words")),
        words("status_reason"),
        sa.Column("status_since", sa.Date(), nullable=True),
    ],
    "scope": lambda: [
        items("response_rows"),
        items("crisis_levels"),
        number("silence_days", 3),
        words("round_meaning"),
        number("extra_hour_cents"),
        number("renewal_months"),
        words("rights"),
        words("privacy"),
        yes_or_no("prints_expectations", start=True),
        items("expectations", "{}"),
        items("facts", "{}"),
    ],
    "scope_line": lambda: [
        words("not_included"),
        number("carry_cap"),
        items("week_days"),
        yes_or_no("is_often_expected"),
    ],
    "scope_event": lambda: [items("details", "{}")],
}


def upgrade() -> None:
    """Make the tables, then the columns that existing tables gain."""
    create_tables()
    for table, columns in NEW_COLUMNS.items():
        for column in columns():
            op.add_column(table, column)
    for table in ("post", "task"):
        op.add_column(table, sa.Column("kept_after", sa.Date(), nullable=True))
        op.add_column(
            table,
            sa.Column("extra_id", sa.Integer(), sa.ForeignKey("extra.id", name=f"fk_{table}_extra_id"), nullable=True),
            inline_references=True,
        )


def create_tables() -> None:
    """Objectives, the stakeholder map, extras, routines and the agency's list of words."""
    op.create_table(
        "objective",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        number("position", 0),
        *(words(name) for name in ("aim", "measure", "network", "baseline", "target", "source")),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_objective_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    op.create_index(op.f("ix_objective_client_id"), "objective", ["client_id"], unique=False)
    op.create_table(
        "audience",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        number("position", 0),
        number("interest", 2),
        number("influence", 2),
        *(words(name) for name in ("who", "objective", "message")),
        items("networks"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_audience_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audience")),
    )
    op.create_index(op.f("ix_audience_client_id"), "audience", ["client_id"], unique=False)
    op.create_table(
        "extra",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        *(words(name) for name in ("title", "note", "asked_by_name", "unit", "reason")),
        words("decision", "open"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        *(number(name) for name in ("asked_by", "decided_by", "scope_id")),
        *(number(name) for name in ("quantity", "estimate_cents", "estimate_minutes")),
        sa.Column("lineage", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_extra_client_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["contact.id"], name=op.f("fk_extra_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_extra_decided_by")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_extra_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra")),
    )
    op.create_index(op.f("ix_extra_client_id"), "extra", ["client_id"], unique=False)
    op.create_table(
        "routine_template",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        number("position", 0),
        words("cadence", "day"),
        items("texts", "{}"),
        items("steps"),
        yes_or_no("is_own"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routine_template")),
        sa.UniqueConstraint("code", name=op.f("uq_routine_template_code")),
    )
    op.create_table(
        "plain_word",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        items("forms"),
        words("plain"),
        words("meaning"),
        yes_or_no("is_ignored"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plain_word")),
        sa.UniqueConstraint("language", "word", name=op.f("uq_plain_word_language_word")),
    )
