"""The first tables, and the triggers that keep what was sent."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def rank() -> sa.types.TypeEngine[Any]:
    """A rank, which sorts by its bytes on both databases."""
    return sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")


def listing() -> sa.types.TypeEngine[Any]:
    """A JSON value."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


SENT = "EXISTS (SELECT 1 FROM scope_event e WHERE e.kind = 'sent' AND e.scope_id = {id})"
FROZEN_LINE = (
    "EXISTS (SELECT 1 FROM scope_line l JOIN scope_event e ON e.scope_id = l.scope_id AND e.kind = 'sent'"
    " WHERE l.id = NEW.id)"
)

SQLITE_TRIGGERS = {
    # REPLACE removes the old row without a DELETE trigger, so inserting over what is kept is refused too
    "scope_frozen_insert": ("INSERT ON scope", SENT.format(id="NEW.id"), "frozen"),
    "scope_frozen_update": (
        "UPDATE ON scope", f"{SENT.format(id='OLD.id')} OR {SENT.format(id='NEW.id')}", "frozen",
    ),
    "scope_frozen_delete": ("DELETE ON scope", SENT.format(id="OLD.id"), "frozen"),
    "scope_line_frozen_insert": (
        "INSERT ON scope_line", f"{SENT.format(id='NEW.scope_id')} OR {FROZEN_LINE}", "frozen",
    ),
    "scope_line_frozen_update": (
        "UPDATE ON scope_line",
        f"{SENT.format(id='OLD.scope_id')} OR {SENT.format(id='NEW.scope_id')} OR {FROZEN_LINE}",
        "frozen",
    ),
    "scope_line_frozen_delete": ("DELETE ON scope_line", SENT.format(id="OLD.scope_id"), "frozen"),
    **{
        f"{table}_kept_{verb.lower()}": (f"{verb} ON {table}", "1", "kept")
        for table in ("scope_event", "journal", "blob", "report_run")
        for verb in ("UPDATE", "DELETE")
    },
    **{
        f"{table}_kept_insert": (
            f"INSERT ON {table}", f"EXISTS (SELECT 1 FROM {table} k WHERE {same})", "kept",  # noqa: S608
        )
        for table, same in {
            "scope_event": "k.id = NEW.id",
            "journal": "k.id = NEW.id OR k.uuid = NEW.uuid",
            "blob": "k.id = NEW.id OR k.hash = NEW.hash",
            "report_run": "k.id = NEW.id",
        }.items()
    },
    "post_event_kept_update": ("UPDATE ON post_event", "1", "kept"),
}  # fmt: skip

POSTGRES_FUNCTIONS = """
CREATE FUNCTION cmdesk_sent(wanted integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM scope_event e WHERE e.kind = 'sent' AND e.scope_id = wanted)
$$;
CREATE FUNCTION cmdesk_keep_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR (TG_OP <> 'INSERT' AND cmdesk_sent(OLD.id)) THEN
        RAISE EXCEPTION 'cmdesk: frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION cmdesk_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR (TG_OP <> 'INSERT' AND cmdesk_sent(OLD.scope_id))
        OR (TG_OP <> 'DELETE' AND cmdesk_sent(NEW.scope_id)) THEN
        RAISE EXCEPTION 'cmdesk: frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION cmdesk_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'cmdesk: kept';
END $$;
"""

POSTGRES_TRIGGERS = (
    "CREATE TRIGGER scope_frozen BEFORE UPDATE OR DELETE ON scope FOR EACH ROW EXECUTE FUNCTION cmdesk_keep_scope()",
    "CREATE TRIGGER scope_whole BEFORE TRUNCATE ON scope FOR EACH STATEMENT EXECUTE FUNCTION cmdesk_keep_scope()",
    "CREATE TRIGGER scope_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON scope_line"
    " FOR EACH ROW EXECUTE FUNCTION cmdesk_keep_line()",
    "CREATE TRIGGER scope_line_whole BEFORE TRUNCATE ON scope_line"
    " FOR EACH STATEMENT EXECUTE FUNCTION cmdesk_keep_line()",
    *(
        f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cmdesk_keep()"
        for table in ("scope_event", "journal", "blob", "report_run")
    ),
    *(
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cmdesk_keep()"
        for table in ("scope_event", "journal", "blob", "report_run")
    ),
    "CREATE TRIGGER post_event_kept BEFORE UPDATE ON post_event FOR EACH ROW EXECUTE FUNCTION cmdesk_keep()",
)


def upgrade() -> None:
    """Make the tables, then the triggers."""
    create_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(POSTGRES_FUNCTIONS))
        for statement in POSTGRES_TRIGGERS:
            op.execute(statement)
    else:
        for name, (when, condition, word) in SQLITE_TRIGGERS.items():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'cmdesk: {word}'); END"
            )


def create_tables() -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "agency",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tax_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("first_week_day", sa.Integer(), nullable=False),
        sa.Column("working_days", listing(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_table(
        "blob",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
        sa.UniqueConstraint("hash", name=op.f("uq_blob_hash")),
    )
    op.create_table(
        "board_column",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_column")),
    )
    op.create_table(
        "client",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=False),
        sa.Column("tax_id", sa.Text(), nullable=False),
        sa.Column("postal_address", sa.Text(), nullable=False),
        sa.Column("letters", sa.Text(), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("key_messages", sa.Text(), nullable=False),
        sa.Column("hashtags", sa.Text(), nullable=False),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("rank", rank(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
    )
    op.create_table(
        "member",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    op.create_table(
        "scope_template",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("texts", listing(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_template")),
        sa.UniqueConstraint("code", name=op.f("uq_scope_template_code")),
    )
    op.create_table(
        "service",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("responsibility", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("formats", listing(), nullable=False),
        sa.Column("networks", listing(), nullable=False),
        sa.Column("texts", listing(), nullable=False),
        sa.Column("revision_rounds", sa.Integer(), nullable=True),
        sa.Column("response_hours", sa.Integer(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("minutes_per_unit", sa.Integer(), nullable=True),
        sa.Column("covers", listing(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("code", name=op.f("uq_service_code")),
    )
    op.create_table(
        "channel",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("usual_minute", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_channel_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
    )
    op.create_index(op.f("ix_channel_client_id"), "channel", ["client_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("signs_scope", sa.Boolean(), nullable=False),
        sa.Column("approves_posts", sa.Boolean(), nullable=False),
        sa.Column("called_in_crisis", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_contact_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_client_id"), "contact", ["client_id"], unique=False)
    op.create_table(
        "journal",
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("rows", listing(), nullable=False),
        sa.Column("notes", listing(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_journal_member_id")),
        sa.ForeignKeyConstraint(["undoes"], ["journal.id"], name=op.f("fk_journal_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("uuid", name=op.f("uq_journal_uuid")),
    )
    op.create_table(
        "media",
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("thumb", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_media_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_client_id"), "media", ["client_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("instant", sa.BigInteger(), nullable=True),
        sa.Column("networks", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=True),
        sa.Column("changes_asked", sa.Boolean(), nullable=False),
        sa.Column("staff_note", sa.Text(), nullable=False),
        sa.Column("client_note", sa.Text(), nullable=False),
        sa.Column("thumb", sa.Text(), nullable=True),
        sa.Column("rank", rank(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_post_client_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_post_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index("ix_post_client_id_day", "post", ["client_id", "day"], unique=False)
    op.create_index("ix_post_day", "post", ["day"], unique=False)
    op.create_index("ix_post_instant", "post", ["instant"], unique=False)
    op.create_table(
        "report_text",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("requests", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_report_text_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_text")),
        sa.UniqueConstraint("client_id", "month", name=op.f("uq_report_text_client_id_month")),
    )
    op.create_index(op.f("ix_report_text_client_id"), "report_text", ["client_id"], unique=False)
    op.create_table(
        "template_line",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("cadence", sa.Text(), nullable=True),
        sa.Column("revision_rounds", sa.Integer(), nullable=True),
        sa.Column("response_hours", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("price_mode", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["template_id"], ["scope_template.id"], name=op.f("fk_template_line_template_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_line")),
    )
    op.create_index(op.f("ix_template_line_template_id"), "template_line", ["template_id"], unique=False)
    op.create_table(
        "placement",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_placement_channel_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_placement_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("post_id", "channel_id", name=op.f("uq_placement_post_id_channel_id")),
    )
    op.create_index(op.f("ix_placement_channel_id"), "placement", ["channel_id"], unique=False)
    op.create_index(op.f("ix_placement_post_id"), "placement", ["post_id"], unique=False)
    op.create_table(
        "post_event",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_post_event_member_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_event_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_event")),
    )
    op.create_index(op.f("ix_post_event_post_id"), "post_event", ["post_id"], unique=False)
    op.create_table(
        "post_media",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_post_media_media_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_media_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_media")),
        sa.UniqueConstraint("post_id", "media_id", name=op.f("uq_post_media_post_id_media_id")),
    )
    op.create_index(op.f("ix_post_media_media_id"), "post_media", ["media_id"], unique=False)
    op.create_index(op.f("ix_post_media_post_id"), "post_media", ["post_id"], unique=False)
    op.create_table(
        "scope",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("assumptions", sa.Text(), nullable=False),
        sa.Column("client_provides", sa.Text(), nullable=False),
        sa.Column("approver", sa.Integer(), nullable=True),
        sa.Column("approver_name", sa.Text(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("revision_rounds", sa.Integer(), nullable=False),
        sa.Column("silence_is_yes", sa.Boolean(), nullable=False),
        sa.Column("response_hours", sa.Integer(), nullable=True),
        sa.Column("coverage_days", listing(), nullable=False),
        sa.Column("coverage_from", sa.Integer(), nullable=False),
        sa.Column("coverage_to", sa.Integer(), nullable=False),
        sa.Column("tax_bp", sa.Integer(), nullable=False),
        sa.Column("discount_bp", sa.Integer(), nullable=False),
        sa.Column("price_print", sa.Text(), nullable=False),
        sa.Column("payment", sa.Text(), nullable=False),
        sa.Column("change_procedure", sa.Text(), nullable=False),
        sa.Column("quantity_rule", sa.Text(), nullable=False),
        sa.Column("other_terms", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["approver"], ["contact.id"], name=op.f("fk_scope_approver")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_scope_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope")),
    )
    op.create_index(op.f("ix_scope_client_id"), "scope", ["client_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("column_id", sa.Integer(), nullable=False),
        sa.Column("rank", rank(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("due_minute", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("labels", listing(), nullable=False),
        sa.Column("checks", listing(), nullable=False),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["member.id"], name=op.f("fk_task_assignee_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_task_client_id")),
        sa.ForeignKeyConstraint(["column_id"], ["board_column.id"], name=op.f("fk_task_column_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_task_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_client_id"), "task", ["client_id"], unique=False)
    op.create_index(op.f("ix_task_column_id"), "task", ["column_id"], unique=False)
    op.create_table(
        "report_run",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_report_run_client_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_report_run_member_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_report_run_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_run")),
    )
    op.create_index(op.f("ix_report_run_client_id"), "report_run", ["client_id"], unique=False)
    op.create_table(
        "scope_event",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("evidence_name", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("own_hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_scope_event_client_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_scope_event_contact_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_scope_event_member_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_scope_event_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_event")),
    )
    op.create_index(op.f("ix_scope_event_client_id"), "scope_event", ["client_id"], unique=False)
    op.create_index(op.f("ix_scope_event_scope_id"), "scope_event", ["scope_id"], unique=False)
    op.create_table(
        "scope_line",
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("lineage", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("networks", listing(), nullable=False),
        sa.Column("formats", listing(), nullable=False),
        sa.Column("revision_rounds", sa.Integer(), nullable=True),
        sa.Column("response_hours", sa.Integer(), nullable=True),
        sa.Column("done_by_member", sa.Integer(), nullable=True),
        sa.Column("done_by_contact", sa.Integer(), nullable=True),
        sa.Column("done_by_name", sa.Text(), nullable=False),
        sa.Column("approved_by_contact", sa.Integer(), nullable=True),
        sa.Column("approved_by_name", sa.Text(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("price_mode", sa.Text(), nullable=False),
        sa.Column("overage_cents", sa.Integer(), nullable=True),
        sa.Column("roll_over", sa.Text(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("minutes_per_unit", sa.Integer(), nullable=True),
        sa.Column("staff_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_contact"], ["contact.id"], name=op.f("fk_scope_line_approved_by_contact")
        ),
        sa.ForeignKeyConstraint(["done_by_contact"], ["contact.id"], name=op.f("fk_scope_line_done_by_contact")),
        sa.ForeignKeyConstraint(["done_by_member"], ["member.id"], name=op.f("fk_scope_line_done_by_member")),
        sa.ForeignKeyConstraint(["scope_id"], ["scope.id"], name=op.f("fk_scope_line_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_line")),
        sa.UniqueConstraint("scope_id", "lineage", name=op.f("uq_scope_line_scope_id_lineage")),
    )
    op.create_index(op.f("ix_scope_line_scope_id"), "scope_line", ["scope_id"], unique=False)
