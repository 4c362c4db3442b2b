# shellcheck shell=bash
# One setting, four instances (PL-17): nginx gives work to each of them.

begin=$(clock)
check "scale api=4" on_server $BIN/scale api=4
figure "scale api=4: from the command to four that serve" "$(since "$begin") s" "120 s"
mapfile -t instances < <(on_server docker ps --quiet --filter "label=com.docker.compose.service=api-$(serving)")
equal "four instances" 4 "${#instances[@]}"
lines=$(on_server wc -l /opt/document-search/logs/nginx/access.log | cut -d ' ' -f 1)
load spread --path "/api/v1/search?q=spread" --http 1.1 --rate 60 --connections 60 --token "$(token searcher)"
sleep 6
end_loads
equal "no request failed" 0 "$(jq .failed "$RUN/spread.json")"
shares=$(on_server sh -c 'tail -n +"$0" /opt/document-search/logs/nginx/access.log' "$((lines + 1))" | jq -r 'select(.uri == "/api/v1/search" and .status == 200) | .upstream | split(",")[-1]' | sort | uniq -c | awk '{ print $1 }' | sort -n | tr '\n' ' ')
equal "all four answered" 4 "$(wc -w <<<"$shares")"
check "none answered less than a tenth: $shares" [ "$(cut -d ' ' -f 1 <<<"$shares")" -ge "$(($(jq .requests "$RUN/spread.json") / 10))" ]
figure "requests of each of four instances" "$shares" ""
check "and back to one" on_server $BIN/scale api=1
check "requests are answered" answers /health
