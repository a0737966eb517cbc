"""DuckDB on the same job as one batch: malformed lines ignored, the input's format written. Without checkpoint, so a bound, not a stream.
`noop` as format keeps a query's result in memory."""
import json, os, resource, shutil, sys, time

start = time.time()
import duckdb
from duckdb_queries import queries

data, output, threads, file_format, workload = sys.argv[1:6]
shutil.rmtree(output, ignore_errors=True)
os.makedirs(output)
connection = duckdb.connect(config={'threads': threads, 'temp_directory': output})
connection.execute("set timezone='UTC'; set preserve_insertion_order=false")
ready = time.time()
columns = "{host:'VARCHAR',timestamp:'TIMESTAMPTZ',request:'VARCHAR',http_reply:'INT',bytes:'BIGINT'}"
inputs = {
    'json': f"read_json('{data}/*.json', format='newline_delimited', ignore_errors=true, columns={columns})",
    'csv': f"read_csv('{data}/*.csv', auto_detect=false, header=false, delim=',', quote='\"', escape='\"', ignore_errors=true, columns={columns})",
    'text': f"read_csv('{data}/*', auto_detect=false, header=false, delim='\x01', quote='', escape='', columns={{value:'VARCHAR'}})",
}
outputs = {
    'json': 'format json',
    'csv': 'format csv, header false',
    'text': "format csv, header false, delim '\x01', quote '', escape ''",
}
kept = 'true' if file_format == 'text' else 'host is not null'
query = queries(data).get(workload)
if query is None:
    query = f"select * from {inputs[file_format]} where {kept}"
if file_format == 'noop':
    written = connection.execute(f'create temp table result as {query}').fetchone()[0]
else:
    # Batches are what a stream has; here there is one.
    written = connection.execute(f"copy ({query}) to '{output}/data' "
                                 f"({outputs.get(file_format, outputs['json'])}, per_thread_output true)").fetchone()[0]
end = time.time()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({'engine': f'duckdb{threads}', 'query_s': end - ready, 'wall_s': end - start, 'written': written,
                  'cpu_s': usage.ru_utime + usage.ru_stime, 'peak_mb': usage.ru_maxrss / 1024}))
