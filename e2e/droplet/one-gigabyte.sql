-- Fills the tables of document-search until the database has a gigabyte: every text gets the vectors of six models that were in use before,
-- longer ones. They are products of a few random ones that are turned against each other: all different, not to be compressed, quickly made.
\set ON_ERROR_STOP on
set client_min_messages = warning;
select setseed(0.25);

insert into embedding_models (name, dimensions, activated_at)
select 'drill-former-' || n, 2000, timestamptz '2026-01-01' from generate_series(1, 6) n on conflict do nothing;
create temporary table drawn as
select number, array(select random() - 0.5 + number * 0 from generate_series(1, 2000))::vector(2000) as drawn from generate_series(1, 250) number;

insert into chunk_embeddings (document_id, ordinal, model_id, embedding)
select document_id, chunk.ordinal, former.id, (subvector(a.drawn, turn + 1, 2000 - turn) || subvector(a.drawn, 1, turn)) * b.drawn
from (select document_id, ordinal, (row_number() over (order by document_id, ordinal))::int as number from chunks) as chunk,
    lateral (select number % 250 + 1 as pick, number / 250 % 1999 + 1 as turn) as place, drawn a, drawn b, embedding_models former
where former.name like 'drill-former-%' and a.number = pick and b.number = (chunk.number * 7 + former.id * 17) % 250 + 1;
