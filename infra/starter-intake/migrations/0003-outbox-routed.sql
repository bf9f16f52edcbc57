-- What a connector puts into the headers of a record, a column for each; see libs/outbox/README.md.
-- Filled only in rows that the connector publishes: a publication of rows with `ce_source` has those and no others.
alter table outbox
  add column ce_specversion text,
  add column ce_source      text,
  add column ce_time        text,
  add column content_type   text,
  add column traceparent    text,
  add column tracestate     text,
  add column baggage        text;
