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
# The index of vectors is an approximation that is built anew: the best answers are the same, what is far from the question need not be.
results() { local word; for word in harbour 'grain+and+wind' 'ship+enters' 'word17+word18'; do as searcher "/api/v1/search?q=$word&limit=50" | sed '$d' | jq -c '.results[0] | {documentId, score}'; done; }

database_sql "$database" <"$DROPLET/one-gigabyte.sql" >"$RUN/logs/fill.log" 2>&1 || { fail "a database of a gigabyte" "$(tail "$RUN/logs/fill.log")"; return; }
size=$(database_sql "$database" --command="select pg_database_size(current_database()) / 1048576")
check "the database has more than 1,000 MiB: $size" [ "$size" -ge 1000 ]
fingerprint >"$RUN/before"
results >"$RUN/results-before"
has "searches find something to compare" "$(cat "$RUN/results-before")" documentId

begin=$(clock)
check "backup" on_server $BIN/backup
figure "backup of a database of $size MiB, uploaded to the bucket" "$(since "$begin") s" ""
backup=$(on_server ls /opt/document-search/backups | grep -E '^[0-9]{8}T' | tail -n 1)

# The worst case: the database is gone, and so are the backups on the server.
database_sql postgres --command="drop database \"$database\" with (force)" --command="create database \"$database\" owner doadmin"
on_server rm -rf "/opt/document-search/backups/$backup"
forget_answers
refuse "nothing is found any more" grep -qx harbour.txt <(found harbour)

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
results >"$RUN/results-after"
equal "search results are those of before" "" "$(diff "$RUN/results-before" "$RUN/results-after")"
id=$(upload after-restore.txt "A note about the monastery, written after the restore.")
check "a new document is found" within 60 is_ready "$id"

begin=$(clock)
check "restore-drill proves the backup" on_server $BIN/restore-drill
figure "restore-drill of $size MiB" "$(since "$begin") s" ""
on_server sh -c 'head -c 64 /dev/urandom | dd of="$0" bs=1 seek=100000 conv=notrunc 2>/dev/null' "/opt/document-search/backups/$backup/database.dump"
output=$(on_server $BIN/restore-drill 2>&1)
code=$?
equal "restore-drill refuses a backup of which 64 bytes were changed" 1 "$code"
has "and says what is wrong" "$output" 'checksum|SHA256'
on_server rm -rf "/opt/document-search/backups/$backup"
