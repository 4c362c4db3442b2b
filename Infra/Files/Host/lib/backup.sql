-- A dump and the number of rows of every table, both of the same moment: the dump reads what this transaction sees.
\set ON_ERROR_STOP on
begin transaction isolation level repeatable read read only;
select pg_export_snapshot() as snapshot \gset
\setenv SNAPSHOT :snapshot
\! pg_dump --format=custom --compress=zstd:3 --no-owner --no-privileges --snapshot="$SNAPSHOT" --file=/backup/database.dump
\if :SHELL_ERROR
do $$ begin raise exception 'pg_dump did not end well; what it wrote is no backup'; end $$;
\endif
\i /commands/row-counts.sql
commit;
