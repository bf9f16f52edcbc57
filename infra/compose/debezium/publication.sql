-- Run by a superuser in the services' database, once their tables are there: a role for the connector, and what it reads.
-- The role gets its password separately: alter role debezium password '…'.
create role debezium login replication;

-- Every outbox that is there. Rows of instances with EVENTS=relay have no `ce_source`: those send them themselves.
do $$
declare
  outbox record;
begin
  create publication tailspan_outbox with (publish = 'insert');
  for outbox in
    select table_schema as owner from information_schema.columns
    where table_name = 'outbox' and column_name = 'ce_source'
  loop
    execute format('grant usage on schema %1$I to debezium', outbox.owner);
    execute format('grant select on %1$I.outbox to debezium', outbox.owner);
    execute format(
      'alter publication tailspan_outbox add table %1$I.outbox where (ce_source is not null)', outbox.owner);
  end loop;
end $$;
