# shellcheck shell=bash
# A database of a gigabyte is lost, and comes back from the bucket: rows, vectors, indexes and search results as they were (PL-13).

database=$(plan_value deployment DATABASE_NAME)
# Everything there is, in a form that does not depend on how it is stored.
fingerprint() {
    database_sql "$database" <<'SQL'
select 'documents', count(*), sum(hashtextextended(d::text, 0)::numeric) from documents d;
select 'chunks', count(*), sum(hashtextextended(c::text, 0)::numeric) from chunks c;
select 'vectors', count(*), sum(hashtextextended(e::text, 0)::numeric) from chunk_embeddings e;
select 'models', count(*), sum(hashtextextended(m::text, 0)::numeric) from embedding_models m;
select indexname, indexdef from pg_indexes where schemaname = 'public' order by 1;
SQL
}
# forget_answers: what was answered before does not count; every search has to ask the database.
forget_answers() { compose exec -T -e "REDISCLI_AUTH=$CACHE_PASSWORD" redis valkey-cli INCR search:generation >/dev/null; }
# results: every answer to every question, with its score.
results() { local question; for question in "${questions[@]}"; do as searcher "/api/v1/search?q=$question&limit=50" | sed '$d' | jq -c --arg question "$question" '{question: $question, answers: [.results[] | [.documentId, .score]]}'; done; }
# compare_all_vectors on|off: the index of vectors is an approximation that is built anew; what has to be the same is what a search finds without it.
compare_all_vectors() {
    local login
    login=$(plan_value deployment DATABASE_USER)
    database_sql postgres --command="alter role \"$login\" set enable_indexscan = $([ "$1" = on ] && echo off || echo on)" \
        --command="select pg_terminate_backend(pid) from pg_stat_activity where usename = '$login'" >/dev/null
    forget_answers
    within 20 answers "/api/v1/search?q=harbour$RANDOM" --header "Authorization: Bearer $(token searcher)"
}
exact_results() {
    compare_all_vectors on
    results
    compare_all_vectors off
}
# corpus ARGUMENT ...: what makes and measures the corpus for the benchmark too.
corpus() (
    set -a
    # shellcheck source=/dev/null
    . <(plan_text environment-direct)
    # shellcheck disable=SC2034 # Exported by set -a, read by the program.
    POSTGRES_PASSWORD=$DATABASE_PASSWORD
    dotnet "$RUN/corpus/DocumentSearch.Bench.dll" "$@" --query-file "$RUN/corpus-queries"
)
# fill: texts whose words are spread as those of a language are, with vectors of the model in use, whose index is built last; then the rest of a gigabyte.
fill() {
    local index
    index=$(database_sql "$database" --command="select indexdef from pg_indexes where indexname like 'chunk_embeddings_hnsw_%'")
    corpus seed --chunks 20000 --queries 200 &&
        database_sql "$database" <"$DROPLET/one-gigabyte.sql" && database_sql "$database" --command="$index" --command=analyze
}

if ! fill >"$RUN/logs/fill.log" 2>&1; then
    fail "a database of a gigabyte" "$(tail "$RUN/logs/fill.log")"
    return
fi
size=$(database_sql "$database" --command="select pg_database_size(current_database()) / 1048576")
check "the database has more than 1,000 MiB: $size" [ "$size" -ge 1000 ]

# A session of the pool has served others. Nothing has this word; so all that is found are the nearest vectors, as many as an answer may have.
nearest() { as searcher "/api/v1/search?q=qqqwww$1&limit=50" | sed '$d' | jq '.results | length'; }
nearest_at_once() { local number; for number in {1..24}; do nearest "$number" & done | sort | uniq -c | awk '{ print $1 " x " $2 }'; }
equal "24 searches at once, by any session of the pool, consider as many vectors" "24 x 50" "$(nearest_at_once)"

fingerprint >"$RUN/before"
# What people uploaded, loose questions, and the first words of texts.
mapfile -t questions < <(printf '%s\n' harbour grain+and+wind ship+enters && head -n 10 "$RUN/corpus-queries" &&
    database_sql "$database" --command="select array_to_string((string_to_array(content, ' '))[1:8], ' ') from chunks order by md5(content) limit 10" | jq -rR @uri)
exact_results >"$RUN/results-before"
equal "${#questions[@]} searches find something to compare" "23 23" "${#questions[@]} $(grep -c '"answers":\[\[' "$RUN/results-before")"

begin=$(clock)
check "backup" on_server $BIN/backup
figure "backup of a database of $size MiB, uploaded to the bucket" "$(since "$begin") s" ""
backup=$(on_server ls /opt/document-search/backups | grep -E '^[0-9]{8}T' | tail -n 1)

# The worst case: the database is gone, and so are the backups on the server.
database_sql postgres --command="drop database \"$database\" with (force)" --command="create database \"$database\" owner doadmin"
on_server rm -rf "/opt/document-search/backups/$backup"
forget_answers
equal "the database is empty" 0 "$(database_sql "$database" --command="select count(*) from pg_tables where schemaname = 'public'")"
refuse "nothing is found any more" answers "/api/v1/search?q=harbour" --header "Authorization: Bearer $(token searcher)"

begin=$(clock)
check "restore from the bucket" on_server $BIN/restore "$backup" --yes --no-backup
works_again() { forget_answers; grep -qx harbour.txt <(found harbour) && answers /api/v1/queue/health; }
check "searches answer again" within 60 works_again
seconds=$(since "$begin")
figure "restore of $size MiB from the bucket, until searches answer again (RTO)" "$seconds s" "300 s"
check "RTO below 5 minutes" [ "${seconds%.*}" -lt 300 ]
fingerprint >"$RUN/after"
equal "rows, vectors and indexes are those of before" "" "$(diff "$RUN/before" "$RUN/after")"
forget_answers
exact_results >"$RUN/results-after"
equal "all answers to $(wc -l <"$RUN/results-before") searches, and their scores, are those of before" "" "$(diff "$RUN/results-before" "$RUN/results-after")"
# The approximation has to be as good as the benchmark wants it.
recall=$(corpus recall --queries 200)
check "recall@10 of the index that the restore has built, 0.95 at least: $recall" awk -v recall="$recall" 'BEGIN { exit !(recall >= 0.95) }'
figure "recall@10 of the index that the restore has built" "$recall" ""
id=$(upload after-restore.txt "A note about the monastery, written after the restore.")
check "a new document is found" within 60 is_found "$id" after-restore.txt monastery

begin=$(clock)
check "restore-drill proves the backup" on_server $BIN/restore-drill
figure "restore-drill of $size MiB" "$(since "$begin") s" ""
on_server sh -c 'head -c 64 /dev/urandom | dd of="$0" bs=1 seek=100000 conv=notrunc 2>/dev/null' "/opt/document-search/backups/$backup/database.dump"
output=$(on_server $BIN/restore-drill 2>&1)
code=$?
equal "restore-drill refuses a backup of which 64 bytes were changed" 1 "$code"
has "and says what is wrong" "$output" 'checksum|SHA256'
on_server rm -rf "/opt/document-search/backups/$backup"
