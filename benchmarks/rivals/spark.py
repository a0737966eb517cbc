"""Spark Structured Streaming on the same job with a checkpoint, available-now. `noop` as format drops what the query gives;
`batches` writes each batch of an update query to a folder of its own, for the comparison of outputs."""
import json, os, resource, shutil, sys, time

start = time.time()
from pyspark.sql import SparkSession
from spark_queries import Queries

workload, data, output, files_per_batch = sys.argv[1:5]
file_format = sys.argv[5] if len(sys.argv) > 5 else 'json'
shutil.rmtree(output, ignore_errors=True)
os.makedirs(output)
spark = (
    SparkSession.builder.master('local[2]')
    .config('spark.driver.memory', '8g' if hasattr(Queries, workload) else '6g').config('spark.driver.host', '127.0.0.1').config('spark.ui.enabled', 'false')
    .config('spark.sql.shuffle.partitions', '2').config('spark.sql.session.timeZone', 'UTC')
    .config('spark.driver.extraJavaOptions', '-XX:+UseParallelGC').config('spark.log.level', 'ERROR')
    .config('spark.sql.streaming.numRecentProgressUpdates', '10000').config('spark.sql.warehouse.dir', f'{output}/warehouse')
    .getOrCreate()
)
jvm = int(spark._jvm.java.lang.ProcessHandle.current().pid())
ready = time.time()

def jvm_cpu():
    fields = open(f'/proc/{jvm}/stat').read().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

def jvm_peak():
    return next(int(line.split()[1]) / 1024 for line in open(f'/proc/{jvm}/status') if line.startswith('VmHWM'))

SCHEMA = 'host STRING, timestamp TIMESTAMP, request STRING, http_reply INT, bytes LONG'

def web_log():
    syntax = {'escape': '"'} if file_format == 'csv' else {}
    frame = (spark.readStream.format(file_format).schema('value STRING' if file_format == 'text' else SCHEMA)
             .options(mode='DROPMALFORMED', maxFilesPerTrigger=files_per_batch, **syntax).load(data))
    return frame.writeStream.format(file_format).options(**syntax).option('path', f'{output}/data').trigger(availableNow=True)

def query_of_frame(frame, mode):
    writer = frame.writeStream.outputMode(mode).trigger(availableNow=True)
    if file_format == 'batches':
        return writer.foreachBatch(lambda batch, number: batch.write.json(f'{output}/data/{number:05d}'))
    return writer.format(file_format).option('path', f'{output}/data')

def one_row_batches():
    frame = spark.readStream.format('rate-micro-batch').option('rowsPerBatch', 1).load()
    return frame.writeStream.format('noop')

facts = {}
if workload == 'latency':
    query = one_row_batches().option('checkpointLocation', f'{output}/checkpoint').start()
    while len(query.recentProgress) < 80:
        time.sleep(0.2)
    query.stop()
    batches = sorted(one['durationMs']['triggerExecution'] for one in query.recentProgress[20:])
    facts['batch_ms'] = batches[len(batches) // 2]
else:
    if hasattr(Queries, workload):
        writer = query_of_frame(*getattr(Queries(spark, data, files_per_batch), workload)())
    else:
        writer = web_log()
    query = writer.option('checkpointLocation', f'{output}/checkpoint').start()
    first = None
    while query.isActive and first is None:
        if query.lastProgress is not None and 'addBatch' in query.lastProgress['durationMs']:
            first = time.time()
        time.sleep(0.01)
    query.awaitTermination()
    facts['batches'] = len([one for one in query.recentProgress if 'addBatch' in one['durationMs']])
    facts['late'] = sum(state['numRowsDroppedByWatermark'] for one in query.recentProgress for state in one['stateOperators'])
    facts['first_batch_s'] = (first or time.time()) - start
end = time.time()
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({'engine': 'spark', 'query_s': end - ready, 'wall_s': end - start, **facts,
                  'cpu_s': usage.ru_utime + usage.ru_stime + jvm_cpu(), 'peak_mb': jvm_peak()}))
