-- True where the server named a policy: of the receiver, or of ours, which stops every mail.
alter table deferred_mails add column is_policy boolean not null default false;
