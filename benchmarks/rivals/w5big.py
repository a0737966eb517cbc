"""Groups that do not fit into memory, with state in RocksDB; see w5big.mjs. Reports what that one does."""
import json, os, resource, sys, time

from pyspark.sql import SparkSession, functions as F

checkpoint, keys, rows_per_batch, batches = sys.argv[1:5]
spark = (
    SparkSession.builder.master('local[2]')
    .config('spark.driver.memory', '512m').config('spark.driver.host', '127.0.0.1').config('spark.ui.enabled', 'false')
    .config('spark.sql.shuffle.partitions', '2').config('spark.sql.session.timeZone', 'UTC').config('spark.log.level', 'ERROR')
    .config('spark.sql.streaming.stateStore.providerClass',
            'org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider')
    .config('spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled', 'true')
    .config('spark.sql.streaming.numRecentProgressUpdates', '10000')
    .getOrCreate()
)
jvm = int(spark._jvm.java.lang.ProcessHandle.current().pid())

def status(name):
    return next(int(line.split()[1]) / 1024 for line in open(f'/proc/{jvm}/status') if line.startswith(name))

start = time.time()
key = f"concat('customer-of-a-shop-with-a-long-name-', lpad(cast((value * 7919) % {keys} as string), 20, '0')) AS k"
query = (
    spark.readStream.format('rate-micro-batch').option('rowsPerBatch', rows_per_batch).load().selectExpr(key, 'value AS v')
    .groupBy('k').agg(F.count('*').alias('n'), F.sum('v').alias('total'), F.max('v').alias('last'))
    .observe('check', F.sum('n').alias('n'), F.sum('total').alias('total'), F.count('*').alias('rows'))
    .writeStream.format('noop').outputMode('update').option('checkpointLocation', checkpoint).start()
)
done, peak = {}, 0
while len(done) < int(batches):
    time.sleep(0.05)
    peak = max(peak, status('RssAnon'))
    if query.exception():
        raise query.exception()
    for one in query.recentProgress:
        if one['batchId'] in done or one['numInputRows'] == 0:
            continue
        sums = {name: str(value) for name, value in one['observedMetrics']['check'].asDict().items()}
        done[one['batchId']] = {'batch': one['batchId'], 'ms': one['durationMs']['triggerExecution'],
                                'keys': one['stateOperators'][0]['numRowsTotal'], **sums}
seconds = time.time() - start
query.stop()
fields = open(f'/proc/{jvm}/stat').read().rsplit(')', 1)[1].split()
usage = resource.getrusage(resource.RUSAGE_SELF)
cpu = usage.ru_utime + usage.ru_stime + (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
print(json.dumps({'query_s': seconds, 'cpu_s': cpu, 'peak_mb': peak, 'state_batches': list(done.values())}))
