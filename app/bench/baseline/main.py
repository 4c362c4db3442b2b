"""The same three endpoints in FastAPI, as the baseline: health, cached search, uncached search.

It reads the database, the cache and the tokens of the service, checks tokens the same way, and runs the same statements.
"""
import hashlib
import json
import math
import os
import unicodedata

import asyncpg
import jwt
import redis.asyncio as redis
from fastapi import FastAPI, Header, HTTPException, Response

DIMENSIONS = 256
CANDIDATES = 100
WORDS = "(websearch_to_tsquery('search_pt', $1) || websearch_to_tsquery('search_en', $1))"
HEADLINE = 'StartSel=\ue000, StopSel=\ue001, MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … "'

app = FastAPI(openapi_url=None)


@app.on_event("startup")
async def start():
    async def prepare(connection):
        await connection.execute("SET hnsw.ef_search = 800")  # The default of the service.

    app.state.pool = await asyncpg.create_pool(
        host=os.environ["POSTGRES_HOST"],
        port=int(os.environ["POSTGRES_PORT"]),
        database=os.environ["POSTGRES_DB"],
        user=os.environ["POSTGRES_USER"],
        password=os.environ["POSTGRES_PASSWORD"],
        max_size=20,
        setup=prepare,
    )
    app.state.redis = redis.from_url(os.environ["REDIS_DSN"])
    app.state.model = await app.state.pool.fetchval("SELECT id FROM embedding_models ORDER BY activated_at DESC LIMIT 1")


def check(authorization):
    try:
        jwt.decode(
            (authorization or "").removeprefix("Bearer "),
            os.environ["JWT_SECRET_KEY"],
            algorithms=["HS256"],
            audience="document-search",
            issuer="document-search",
        )
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error


def feature(vector, text, weight):
    code = 2166136261
    for character in text:
        code = ((code ^ ord(character)) * 16777619) & 0xFFFFFFFF
    code ^= code >> 15
    code = (code * 0x2C1B3C6D) & 0xFFFFFFFF
    code ^= code >> 12
    vector[(code >> 1) % DIMENSIONS] += weight if code & 1 == 0 else -weight


def embed(text):
    folded = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    vector = [0.0] * DIMENSIONS
    for word in "".join(c if c.isalnum() else " " for c in folded).split():
        whole = f"^{word[:62]}$"
        feature(vector, whole, 1.0)
        for start in range(len(whole) - 2):
            feature(vector, whole[start:start + 3], 0.35)
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return "[" + ",".join(f"{value / length:.7g}" for value in vector) + "]"


async def find(query, limit):
    model = app.state.model
    async with app.state.pool.acquire() as connection:
        words = await connection.fetch(
            f"""WITH query AS (SELECT {WORDS} AS words),
            matches AS (SELECT document_id, ordinal, terms FROM chunks, query WHERE terms @@ words LIMIT 1000)
            SELECT document_id, ordinal FROM matches, query ORDER BY ts_rank_cd(terms, words) DESC, document_id, ordinal LIMIT {CANDIDATES}""",
            query,
        )
        near = await connection.fetch(
            f"""SELECT document_id, ordinal FROM chunk_embeddings WHERE model_id = {model}
            ORDER BY embedding::vector({DIMENSIONS}) <=> $1::text::vector({DIMENSIONS}) LIMIT {CANDIDATES}""",
            embed(query),
        )
        scores = {}
        for ranking in (words, near):
            for rank, row in enumerate(ranking):
                key = (row[0], row[1])
                scores[key] = scores.get(key, 0.0) + 1 / (60 + rank + 1)
        best = {}
        for key, score in scores.items():
            if key[0] not in best or score > best[key[0]][1]:
                best[key[0]] = (key[1], score)
        top = sorted(best.items(), key=lambda item: -item[1][1])[:limit]
        rows = await connection.fetch(
            f"""SELECT documents.id, documents.name, ts_headline('search_pt', chunks.content, {WORDS}, $4)
            FROM unnest($2::uuid[], $3::int[]) AS found (document_id, ordinal)
            JOIN chunks ON chunks.document_id = found.document_id AND chunks.ordinal = found.ordinal
            JOIN documents ON documents.id = found.document_id""",
            query,
            [document for document, _ in top],
            [ordinal for _, (ordinal, _) in top],
            HEADLINE,
        )
    described = {row[0]: row for row in rows}
    return [
        {"documentId": str(document), "name": described[document][1], "score": score, "snippet": described[document][2]}
        for document, (_, score) in top
        if document in described
    ]


@app.get("/health")
async def health():
    return {"status": "healthy"}


@app.get("/api/v1/search")
async def search(q: str, limit: int = 10, authorization: str = Header(default="")):
    check(authorization)
    key = "baseline:" + hashlib.sha256(f"{limit}\n{q}".encode()).hexdigest()
    use_cache = os.environ.get("SEARCH_CACHE_SECONDS") != "0"
    if use_cache and (cached := await app.state.redis.get(key)):
        return Response(cached, media_type="application/json")
    answer = json.dumps({"query": q, "results": await find(q, limit)})
    if use_cache:
        await app.state.redis.set(key, answer, ex=60)
    return Response(answer, media_type="application/json")
