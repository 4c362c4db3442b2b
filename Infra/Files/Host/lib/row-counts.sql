-- The number of rows of every table, sorted by name: one line a table, name and number separated by a tab.
\set ON_ERROR_STOP on
\pset format unaligned
\pset fieldsep '\t'
\pset tuples_only on
\o /backup/row-counts.tsv
select format('%I.%I', schemaname, tablename),
       (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I.%I', schemaname, tablename), false, true, '')))[1]::text::bigint
from pg_tables
where schemaname not in ('pg_catalog', 'information_schema')
order by format('%I.%I', schemaname, tablename) collate "C";
\o
