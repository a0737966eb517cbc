#!/usr/bin/env python3
"""Fills golden files with the answers of a real Spark: `python test/golden/record.py [--force] FILE…`

Needs `pip install pyspark==4.3.0` and Java 17. A scenario (a file with a `plan`), an expression file (with `cases` of
`{"expr": …}`) or a file of queries (with `queries` of `{"sql": …}`) is written by hand up to its expected part, which is filled in place; a file that has one already is left
alone unless `--force` is given. README.md beside this file has the format.
"""
import argparse
import json
import logging
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'recorder'))
os.environ['TZ'] = 'UTC'
time.tzset()
os.environ.setdefault('SPARK_LOCAL_IP', '127.0.0.1')
os.environ.setdefault('JAVA_TOOL_OPTIONS', '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m')

from pyspark.sql import SparkSession  # noqa: E402

from expressions import fill_expressions  # noqa: E402
from queries import fill_queries  # noqa: E402
from scenario import ScenarioRun  # noqa: E402


def session():
    # It writes every expected error with its whole stack.
    logging.getLogger('SQLQueryContextLogger').disabled = True
    builder = SparkSession.builder.master('local[2]').appName('golden')
    for key, value in {
        'spark.sql.shuffle.partitions': '2',
        'spark.default.parallelism': '2',
        'spark.sql.session.timeZone': 'UTC',
        'spark.sql.streaming.numRecentProgressUpdates': '500',
        'spark.ui.enabled': 'false',
        'spark.driver.host': '127.0.0.1',
        'spark.driver.memory': '2g',
    }.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel('OFF')
    return spark


def is_filled(content):
    if 'cases' in content:
        return all(len(case) > 1 for case in content['cases'])
    if 'queries' in content:
        return all(len(query) > 1 for query in content['queries'])
    return 'expected' in content or 'expectError' in content


def text_of(content):
    """JSON to be read in reviews: expression cases one a line, and each step of a generated scenario."""
    listed = next((key for key in ('cases', 'queries') if key in content), None)
    if listed is None:
        if content['about'].startswith('random'):
            return generated_text(content)
        return json.dumps(content, indent=1, ensure_ascii=False) + '\n'
    head = json.dumps({key: value for key, value in content.items() if key != listed}, indent=1, ensure_ascii=False)
    cases = ',\n'.join('  ' + json.dumps(case, ensure_ascii=False) for case in content[listed])
    return f'{head[:-2]},\n "{listed}": [\n{cases}\n ]\n}}\n'


def generated_text(content):
    """There are many: compact, a part on each line, and a line for each step and its answer."""
    def part(value):
        if isinstance(value, list) and len(value) > 1 and 'op' not in value[-1]:
            return '[\n' + ',\n'.join('  ' + compact(one) for one in value) + ']'
        return compact(value)

    return '{' + ',\n '.join(f'{compact(key)}:{part(value)}' for key, value in content.items()) + '}\n'


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('--force', action='store_true')
    arguments.add_argument('files', nargs='+')
    given = arguments.parse_args()
    contents = {path: json.load(open(path, encoding='utf-8')) for path in given.files}
    open_ones = {path: one for path, one in contents.items() if given.force or not is_filled(one)}
    if not open_ones:
        return print('nothing to do')
    spark = session()
    for path, content in open_ones.items():
        start = time.time()
        if 'cases' in content:
            fill_expressions(spark, content)
        elif 'queries' in content:
            fill_queries(spark, content)
        else:
            ScenarioRun(spark, content).fill()
        with open(f'{path}.tmp', 'w', encoding='utf-8') as file:
            file.write(text_of(content))
        os.rename(f'{path}.tmp', path)
        print(f'{os.path.basename(path):50} {time.time() - start:5.1f} s', flush=True)
    spark.stop()


if __name__ == '__main__':
    main()
