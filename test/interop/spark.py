"""A Spark session that does what its standard input asks, a JSON request a line; answers go to file descriptor 3.

Requests: {"do": "stream", …} runs a query from files to files until it has taken all there is; {"do": "read", …} gives
the rows of a folder, through the log of the sink that wrote it or (ignoreLog) by listing it.
"""
import json
import os
import sys
import time
import traceback

os.environ['TZ'] = 'UTC'
time.tzset()
os.environ.setdefault('SPARK_LOCAL_IP', '127.0.0.1')

from pyspark.sql import SparkSession  # noqa: E402

CONFS = {
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.streaming.numRecentProgressUpdates': '500',
    'spark.ui.enabled': 'false',
    'spark.driver.host': '127.0.0.1',
    'spark.driver.memory': '1g',
    'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
    'spark.log.level': 'ERROR',
}


def open_session():
    builder = SparkSession.builder.master('local[2]').appName('interop')
    for key, value in CONFS.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def stream(spark, request):
    """Runs the query; gives its id and the batches that ran."""
    for key, value in request['conf'].items():
        spark.conf.set(key, value)
    frame = spark.readStream.schema(request['schema']).options(**request['options']).json(request['input'])
    query = (
        frame.writeStream.format('json')
        .partitionBy(*request['partitionBy'])
        .option('path', request['output'])
        .option('checkpointLocation', request['checkpoint'])
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination()
    reports = [json.loads(one.json) for one in query.recentProgress]
    ran = [{'batchId': one['batchId'], 'rows': one['numInputRows']} for one in reports if 'addBatch' in one['durationMs']]
    return {'id': str(query.id), 'batches': ran}


def read(spark, request):
    spark.conf.set('spark.sql.streaming.fileStreamSink.ignoreMetadata', str(request['ignoreLog']).lower())
    try:
        return [row.asDict() for row in spark.read.schema(request['schema']).json(request['path']).collect()]
    finally:
        spark.conf.unset('spark.sql.streaming.fileStreamSink.ignoreMetadata')


def main():
    answers = os.fdopen(3, 'w', encoding='utf-8')
    spark = open_session()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {'gives': {'stream': stream, 'read': read}[request['do']](spark, request)}
        except Exception:
            answer = {'error': traceback.format_exc()}
        answers.write(json.dumps(answer, ensure_ascii=False) + '\n')
        answers.flush()
    spark.stop()


if __name__ == '__main__':
    main()
