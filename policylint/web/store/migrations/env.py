"""What Alembic runs to reach the database. The connection, and its transaction, are those of `policylint.web.store`."""

from __future__ import annotations

from alembic import context

from policylint.web.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite changes a table only by making it anew
)
with context.begin_transaction():
    context.run_migrations()
