"""DuckDB on the same job as one batch: malformed lines ignored, JSON written. Without checkpoint, so a bound, not a stream."""
import json, os, resource, shutil, sys, time

start = time.time()
import duckdb

data, output, threads = sys.argv[1:4]
shutil.rmtree(output, ignore_errors=True)
os.makedirs(output)
connection = duckdb.connect(config={'threads': threads, 'temp_directory': output})
connection.execute("set timezone='UTC'; set preserve_insertion_order=false")
ready = time.time()
columns = "{host:'VARCHAR',timestamp:'TIMESTAMPTZ',request:'VARCHAR',http_reply:'INT',bytes:'BIGINT'}"
lines = f"read_json('{data}/*.json', format='newline_delimited', ignore_errors=true, columns={columns})"
query = f"copy (select * from {lines} where host is not null) to '{output}/data' (format json, per_thread_output true)"
written = connection.execute(query).fetchone()[0]
end = time.time()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({'engine': f'duckdb{threads}', 'query_s': end - ready, 'wall_s': end - start, 'written': written,
                  'cpu_s': usage.ru_utime + usage.ru_stime, 'peak_mb': usage.ru_maxrss / 1024}))
