#!/usr/bin/env bash
# One database, a schema and a role of its own name for each service that stores; none has a right to another's.
set -euo pipefail

for service in order inventory notification; do
  psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v role="$service" -v password="$SERVICE_PASSWORD" -v database="$POSTGRES_DB" <<'SQL'
revoke all on database :"database" from public;
revoke all on schema public from public;
create role :"role" login password :'password';
alter role :"role" in database :"database" set search_path = :"role";
grant connect, temporary on database :"database" to :"role";
create schema :"role" authorization :"role";
SQL
done

# The console of the profile `console` reads everything and writes nothing.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  -v password="$SERVICE_PASSWORD" -v database="$POSTGRES_DB" <<'SQL'
create role console login password :'password' in role pg_read_all_data;
alter role console set default_transaction_read_only = on;
grant connect on database :"database" to console;
SQL
