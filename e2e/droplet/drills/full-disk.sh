# shellcheck shell=bash
# The disk with the system's files is full.

check "there is a version to release" offer 1.2.0
on_server sh -c 'fallocate -l "$(df --output=avail -B1 /opt/document-search | tail -n 1)" /opt/document-search/full || true; dd if=/dev/zero of=/opt/document-search/full bs=4k oflag=append conv=notrunc 2>/dev/null || true'
equal "no byte is free" 0 "$(on_server df --output=avail /opt/document-search | tail -n 1 | tr -d ' ')"
check "what is stored can still be searched" answers "/api/v1/search?q=harbour" --header "Authorization: Bearer $(token searcher)"
output=$(on_server $BIN/release 1.2.0 2>&1)
has "a release refuses, and says what to type" "$output" 'next: '
hasnot "and starts nothing" "$(on_server docker ps --format '{{.Image}}')" ':1\.2\.0'
refuse "health-check fails" on_server $BIN/health-check
on_server rm /opt/document-search/full
id=
works() { [ -n "$id" ] || id=$(upload after-disk.txt "A note about the reservoir, written after the disk had room again."); [[ $id == *-*-* ]] || id=; is_found "$id" after-disk.txt reservoir; }
recovers "the disk has room again: a new document is found after" 90 works
check "health-check is content" within 60 on_server $BIN/health-check
