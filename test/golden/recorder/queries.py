"""Runs SQL queries over views on Spark: schema and rows of each, or its error with its place."""
import re

from golden_values import encode, error_facts, written_as_text

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
        fields, schema = frame.schema.fields, frame._jdf.schema().toDDL()
        if any(written_as_text(one.dataType) for one in fields):
            frame = frame.toDF(*[f'c{at}' for at in range(len(fields))])
            frame = frame.selectExpr(*[f'cast(c{at} as string)' for at in range(len(fields))])
        rows = [[encode(value, one.dataType) for value, one in zip(row, fields)] for row in frame.collect()]
        return {'schema': schema, 'rows': rows}
    except Exception as error:
        return failure(error)


def fill_queries(spark, content):
    """Fills a file of `views`, statements that make them, and `queries`, `{"sql": …}`."""
    for view in content['views']:
        spark.sql(view)
    for query in content['queries']:
        sql = query['sql']
        query.clear()
        query.update(sql=sql, **answer(spark, sql))
    content['spark'] = spark.version
