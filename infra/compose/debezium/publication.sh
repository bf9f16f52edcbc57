#!/usr/bin/env bash
# Makes what the connector reads, unless it is there.
set -euo pipefail

known=$(psql --no-align --tuples-only --command "select count(*) from pg_publication where pubname = 'tailspan_outbox'")
if [ "$known" = 0 ]; then
  psql -v ON_ERROR_STOP=1 --single-transaction -v password="$DEBEZIUM_PASSWORD" <<'SQL'
\i /settings/publication.sql
alter role debezium password :'password';
SQL
fi
