-- Fills the tables of document-search until the database has a gigabyte: texts, vectors of the model in use with their index, and the longer
-- vectors of models before it. Vectors are products of a few random ones that are turned against each other: all different, not to be
-- compressed, and quickly made.
\set ON_ERROR_STOP on
set client_min_messages = warning;
select setseed(0.25);

insert into embedding_models (name, dimensions, activated_at)
select 'drill-former-' || n, 2000, timestamptz '2026-01-01' from generate_series(1, 6) n on conflict do nothing;
-- The model in use: the workers would make vectors of it for documents of any other.
select id as model, dimensions, indexdef from embedding_models
join pg_indexes on indexname = 'chunk_embeddings_hnsw_' || id order by activated_at desc limit 1 \gset
drop index chunk_embeddings_hnsw_:model;
create temporary table drawn as
select number, array(select random() - 0.5 + number * 0 from generate_series(1, :dimensions))::vector as short, array(select random() - 0.5 + number * 0 from generate_series(1, 2000))::vector(2000) as long
from generate_series(1, 250) number;

insert into documents (id, name, format, size_bytes, sha256, uploaded_by, status, chunk_count, embedding_model_id)
select md5('drill' || n)::uuid, 'Drill ' || n, 'txt', 5000, sha256(('drill' || n)::bytea), 'drill', 'ready', 10, :model from generate_series(1, 2000) n;
insert into chunks (document_id, ordinal, content)
select md5('drill' || n)::uuid, o, (select string_agg('word' || (n * 10 + o + word) % 4980, ' ') from generate_series(1, 60) word)
from generate_series(1, 2000) n, generate_series(1, 10) o;
insert into chunk_embeddings (document_id, ordinal, model_id, embedding)
select md5('drill' || n)::uuid, o, :model, subvector(short, turn + 1, :dimensions - turn) || subvector(short, 1, turn)
from generate_series(1, 2000) n, generate_series(1, 10) o, lateral (select (n * 10 + o) % 250 + 1 as pick, (n * 10 + o) / 250 + 1 as turn) as place, drawn where number = pick;
insert into chunk_embeddings (document_id, ordinal, model_id, embedding)
select md5('drill' || n)::uuid, o, former.id, (subvector(a.long, turn + 1, 2000 - turn) || subvector(a.long, 1, turn)) * b.long
from generate_series(1, 2000) n, generate_series(1, 10) o, lateral (select (n * 10 + o) % 250 + 1 as pick, (n * 10 + o) / 250 + 1 as turn) as place, drawn a, drawn b, embedding_models former
where former.name like 'drill-former-%' and a.number = pick and b.number = (n * 7 + o * 13 + former.id * 17) % 250 + 1;
:indexdef;
analyze embedding_models, documents, chunks, chunk_embeddings;
