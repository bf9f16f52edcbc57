-- no transaction: the index is built beside the work; what an earlier try has left goes first.
drop index concurrently if exists mails_sent;
create index concurrently mails_sent on mails (sent_at);
