"""What importing needs: cells of quarantined rows, tables as they were read, jobs, duplicates, live sources."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("quarantine", sa.Column("cells", sa.JSON))
    op.create_table(
        "imported_tables",
        sa.Column("batch", sa.String(60), primary_key=True),
        sa.Column("file", sa.String(500), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("preset", sa.String(120)),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("columns", sa.JSON, nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id")),
        sa.Column("status", sa.String(20), nullable=False, index=True),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("progress", sa.JSON, nullable=False),
        sa.Column("result", sa.JSON),
        sa.Column("error", sa.Text),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_table(
        "duplicate_pairs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("label", sa.String(30), nullable=False),
        sa.Column("a", sa.String(300), nullable=False),
        sa.Column("b", sa.String(300), nullable=False),
        sa.Column("probability", sa.Double, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("status", sa.String(20), nullable=False, index=True),
        sa.Column("decided_by", sa.String(120)),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("a", "b"),
    )
    op.create_table(
        "sync_states",
        sa.Column("name", sa.String(120), primary_key=True),
        sa.Column("cursor", sa.JSON, nullable=False),
        sa.Column("ran_at", sa.DateTime),
        sa.Column("error", sa.Text),
    )


def downgrade() -> None:
    for table in ("sync_states", "duplicate_pairs", "jobs", "imported_tables"):
        op.drop_table(table)
    op.drop_column("quarantine", "cells")
