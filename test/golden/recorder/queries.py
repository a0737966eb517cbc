"""Runs SQL queries over views on Spark: schema and rows of each, or its error with its place."""
import re

from golden_values import encode, error_facts, readable, written_as_text

PLACE = re.compile(r'\(line (\d+), pos (\d+)\)')
FRAGMENT = re.compile(r'== SQL \(line (\d+), position (\d+)\)')
ANALYZED = re.compile(r'; line (\d+) pos (\d+)')


WRAPPED = re.compile(r'SparkException: \[([A-Z_.]+)\]')


def failure(error):
    facts = error_facts(error)
    wrapped = None if facts['condition'] else WRAPPED.search(facts['message'])
    if wrapped:
        message = facts['message'][wrapped.start() + len('SparkException: '):].split('\n\tat ')[0]
        return {'error': {'condition': wrapped[1], 'message': message[:400]}}
    made = {'condition': facts['condition'] or facts['class'], 'message': facts['message'].split('\n== SQL')[0][:400]}
    place, fragment = PLACE.search(str(error)) or ANALYZED.search(str(error)), FRAGMENT.search(str(error))
    if place:
        made.update(line=int(place[1]), position=int(place[2]))
    elif fragment:
        made.update(line=int(fragment[1]), position=int(fragment[2]) - 1)
    return {'error': made}


def answer(spark, sql):
    try:
        frame = spark.sql(sql)
        types, schema = [readable(one.dataType()) for one in frame._jdf.schema().fields()], frame._jdf.schema().toDDL()
        types = [None if one is None or written_as_text(one) else one for one in types]
        if None in types:
            frame = frame.toDF(*[f'c{at}' for at in range(len(types))])
            frame = frame.selectExpr(*[f'c{at}' if one else f'cast(c{at} as string)' for at, one in enumerate(types)])
        return {'schema': schema, 'rows': [[golden(*one) for one in zip(row, types)] for row in frame.collect()]}
    except Exception as error:
        return failure(error)


def golden(value, data_type):
    """Without a type that Python can hold, the value is the text of CAST AS STRING."""
    return encode(value, data_type) if data_type or value is None else {'$str': value}


def fill_queries(spark, content):
    """Fills a file of `views`, statements that make them, and `queries`, `{"sql": …}`."""
    for view in content['views']:
        spark.sql(view)
    for query in content['queries']:
        sql = query['sql']
        query.clear()
        query.update(sql=sql, **answer(spark, sql))
    content['spark'] = spark.version
