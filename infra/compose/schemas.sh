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
