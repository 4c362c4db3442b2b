-- Documents, their text in chunks, and the vectors of the chunks.
-- unaccent is a trusted extension: the owner of the database may create it. Whether vector is one depends on who packaged it:
-- managed servers let the owner create it; on others a superuser has to create it first, and the line below finds it done.
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Readers type "historia" for "história": accents are dropped before stemming, in documents and in queries alike.
CREATE TEXT SEARCH CONFIGURATION search_pt (COPY = pg_catalog.portuguese);
ALTER TEXT SEARCH CONFIGURATION search_pt
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, portuguese_stem;
CREATE TEXT SEARCH CONFIGURATION search_en (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION search_en
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- A vector means something only beside the model that made it. The model activated last is the one documents are moved to.
CREATE TABLE embedding_models (
    id           integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text        NOT NULL,
    dimensions   integer     NOT NULL CHECK (dimensions BETWEEN 8 AND 2000),
    activated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (name, dimensions)
);

-- The truth about a document is here; the queue only says that there is work to do.
CREATE TABLE documents (
    id                 uuid        PRIMARY KEY,
    name               text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    format             text        NOT NULL,
    size_bytes         bigint      NOT NULL,
    sha256             bytea       NOT NULL CHECK (length(sha256) = 32),
    uploaded_by        text        NOT NULL,
    status             text        NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'ready', 'failed')),
    failure            text,
    -- Times the work began; it is given back when a worker stops in good order, so it counts workers that died of the document.
    starts             integer     NOT NULL DEFAULT 0,
    chunk_count        integer     NOT NULL DEFAULT 0,
    embedding_model_id integer     REFERENCES embedding_models (id),
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now()
);

-- The same bytes are one document, also when two uploads race; a failed one may be tried again.
CREATE UNIQUE INDEX documents_content ON documents (sha256) WHERE status <> 'failed';
CREATE INDEX documents_unfinished ON documents (updated_at) WHERE status IN ('queued', 'processing');
CREATE INDEX documents_by_model ON documents (embedding_model_id) WHERE status = 'ready';

CREATE TABLE chunks (
    document_id uuid     NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal     integer  NOT NULL,
    content     text     NOT NULL,
    terms       tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('search_pt'::regconfig, content) || to_tsvector('search_en'::regconfig, content)
    ) STORED,
    PRIMARY KEY (document_id, ordinal)
);
CREATE INDEX chunks_terms ON chunks USING gin (terms);

-- No dimension on the column: models differ in it. Each model gets a partial HNSW index of its own when it is registered.
CREATE TABLE chunk_embeddings (
    document_id uuid    NOT NULL,
    ordinal     integer NOT NULL,
    model_id    integer NOT NULL REFERENCES embedding_models (id),
    embedding   vector  NOT NULL,
    PRIMARY KEY (document_id, ordinal, model_id),
    FOREIGN KEY (document_id, ordinal) REFERENCES chunks (document_id, ordinal) ON DELETE CASCADE
);
