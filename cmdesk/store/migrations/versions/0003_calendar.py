"""What stands around posts: campaigns, themes, notes, days to remember, views, limits, and packs to answer."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

KEPT = ("review_pack", "review_answer")

SQLITE_TRIGGERS = {
    **{f"{table}_kept_{verb.lower()}": (f"{verb} ON {table}", "1") for table in KEPT for verb in ("UPDATE", "DELETE")},
    **{
        # REPLACE removes the old row without a DELETE trigger
        f"{table}_kept_insert": (f"INSERT ON {table}", f"EXISTS (SELECT 1 FROM {table} k WHERE {same})")  # noqa: S608
        for table, same in {
            "review_pack": "k.id = NEW.id OR k.code = NEW.code",
            "review_answer": "k.id = NEW.id",
        }.items()
    },
}

POSTGRES_TRIGGERS = (
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cmdesk_keep()"
        for table in KEPT
    ),
    *(
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cmdesk_keep()"
        for table in KEPT
    ),
)


def listing() -> sa.types.TypeEngine[Any]:
    """A JSON value."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def words(name: str, start: str | None = "") -> sa.Column[Any]:
    """A text that begins empty, or as something; one without a start must be given."""
    return sa.Column(name, sa.Text(), nullable=False, server_default=start)


def number(name: str, start: int | None = None) -> sa.Column[Any]:
    """A number that begins as nothing, or as something."""
    return sa.Column(
        name, sa.Integer(), nullable=start is None, server_default=None if start is None else sa.text(str(start))
    )


def no(name: str) -> sa.Column[Any]:
    """A truth that begins as no."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def items(name: str, start: str = "[]") -> sa.Column[Any]:
    """A list, or a table of names and values."""
    return sa.Column(name, listing(), nullable=False, server_default=start)


def day(name: str) -> sa.Column[Any]:
    """A day, or none."""
    return sa.Column(name, sa.Date(), nullable=True)


NEW_COLUMNS: dict[str, Callable[[], list[sa.Column[Any]]]] = {
    "agency": lambda: [words("country", "ES"), words("region"), words("dictionary")],
    "client": lambda: [words("country"), words("region"), words("dictionary")],
    "channel": lambda: [items("usual_days")],
    "post": lambda: [items("checks"), words("series"), words("cause")],
    "placement": lambda: [words("first_comment"), day("day"), number("minute")],
    "post_event": lambda: [
        words("contact"),
        words("means"),
        words("cause"),
        no("is_for_client"),
        items("changes", "{}"),
    ],
    "media": lambda: [
        sa.Column("size", sa.BigInteger(), nullable=True),
        number("duration_ms"),
        words("path"),
        words("alt"),
    ],
}
NEW_REFERENCES = (
    ("post", "campaign_id", "campaign"),
    ("post", "pillar_id", "pillar"),
    ("post_event", "contact_id", "contact"),
)


def upgrade() -> None:
    """Make the tables, the columns that existing tables gain, and the triggers."""
    create_tables()
    for table, columns in NEW_COLUMNS.items():
        for column in columns():
            op.add_column(table, column)
    for table, name, other in NEW_REFERENCES:
        reference = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{name}")
        op.add_column(table, sa.Column(name, sa.Integer(), reference, nullable=True), inline_references=True)
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES_TRIGGERS:
            op.execute(statement)
    else:
        for name, (when, condition) in SQLITE_TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'cmdesk: kept'); END"
            )


def create_tables() -> None:
    """The tables in the order in which they refer to each other."""
    table("campaign", of_client(), number("position", 0), words("name", None), words("goal"), day("first_day"),
          day("last_day"), number("colour", 1), number("budget_cents"), binned=True)  # fmt: skip
    table("pillar", of_client(), number("position", 0), words("name", None), number("share"), number("colour", 1),
          binned=True)  # fmt: skip
    table("hashtag_group", of_client(), number("position", 0), words("name", None), words("tags"), binned=True)
    table("snippet", of_client(may_be_none=True), number("position", 0), words("kind", "text"), words("name", None),
          words("text"), words("format", "post"), binned=True)  # fmt: skip
    table("day_note", of_client(may_be_none=True), sa.Column("day", sa.Date(), nullable=False), words("text", None),
          binned=True)  # fmt: skip
    op.create_index(op.f("ix_day_note_day"), "day_note", ["day"], unique=False)
    table("awareness_day", words("code", None), items("texts", "{}"), items("rule", "{}"), words("source"),
          no("is_own"), no("is_hidden"), unique=("code",))  # fmt: skip
    table("saved_view", refers("member_id", "member"), refers("client_id", "client"), number("position", 0),
          words("name", None), items("settings", "{}"))  # fmt: skip
    table("network_limit", words("network", None), words("name", None),
          sa.Column("warning", sa.BigInteger(), nullable=True), sa.Column("error", sa.BigInteger(), nullable=True),
          day("since"), words("source"), unique=("network", "name"))  # fmt: skip
    table("review_pack", of_client(), words("code", None), sa.Column("at", sa.DateTime(), nullable=False),
          refers("member_id", "member"), words("language", None), day("answer_by"), items("posts"),
          words("hash", None), unique=("code",), is_versioned=False)  # fmt: skip
    table("review_answer", refers("pack_id", "review_pack", may_be_none=False),
          sa.Column("at", sa.DateTime(), nullable=False), refers("member_id", "member"),
          refers("contact_id", "contact"), words("contact"), words("content", None), words("hash", None),
          is_versioned=False)  # fmt: skip
    op.create_index(op.f("ix_review_answer_pack_id"), "review_answer", ["pack_id"], unique=False)


def refers(name: str, other: str, *, may_be_none: bool = True) -> sa.Column[Any]:
    """A number that names a row of another table."""
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{other}.id"), nullable=may_be_none)


def of_client(*, may_be_none: bool = False) -> sa.Column[Any]:
    """Whose it is."""
    return refers("client_id", "client", may_be_none=may_be_none)


def table(
    name: str,
    *columns: sa.Column[Any],
    binned: bool = False,
    is_versioned: bool = True,
    unique: tuple[str, ...] = (),
) -> None:
    """One table, with the names that all keys and indexes have."""
    shared: list[Any] = [sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)]
    if is_versioned:
        shared.append(sa.Column("version", sa.Integer(), nullable=False))
    if binned:
        shared.append(sa.Column("deleted_at", sa.DateTime(), nullable=True))
    keys: list[Any] = [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))]
    if unique:
        keys.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")))
    for column in columns:
        for reference in column.foreign_keys:
            reference.name = op.f(f"fk_{name}_{column.name}")
    op.create_table(name, *shared, *columns, *keys)
    if any(column.name == "client_id" for column in columns) and name != "saved_view":
        op.create_index(op.f(f"ix_{name}_client_id"), name, ["client_id"], unique=False)
