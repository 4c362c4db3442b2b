# shellcheck shell=bash
# The managed database goes away for a moment, as it does when it is updated.

stop_postgres immediate
equal "without a database the service says so, and does not hang" 503 "$(status_of "$(ask /ready)")"
sleep 3
run_postgres
searches() { grep -qx harbour.txt <(found "harbour+$RANDOM"); } # Another question every time: answers are remembered.
recovers "PostgreSQL restarted: searches answer again after" 60 searches
id=$(upload after-database.txt "A note about the vineyard, written after the database came back.")
recovers "PostgreSQL restarted: a new document is found after" 60 is_found "$id" after-database.txt vineyard
