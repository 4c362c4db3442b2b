-- For wrk: queries from a file in a random order (when one is given), and one line of figures at the end.
-- Environment: WRK_TOKEN, WRK_QUERIES (file), WRK_PATH (prefix of the query).
local queries = {}

function init(args)
  local file = os.getenv("WRK_QUERIES")
  if file and file ~= "" then
    for line in io.lines(file) do queries[#queries + 1] = line end
  end
  math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
  local token = os.getenv("WRK_TOKEN")
  if token and token ~= "" then wrk.headers["Authorization"] = "Bearer " .. token end
  wrk.headers["Host"] = "127.0.0.1"
end

function request()
  if #queries == 0 then return wrk.format("GET") end
  return wrk.format("GET", os.getenv("WRK_PATH") .. queries[math.random(#queries)])
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("FIGURES %.0f %.2f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, failed))
end
