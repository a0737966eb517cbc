"""Evaluates expressions over a few rows on Spark, with and without ANSI."""
import datetime
import json
import os
import tempfile

from pyspark.sql import DataFrame

from golden_values import as_input, encode, error_facts, readable, with_entries, written_as_text


def local_frame(spark, schema, rows):
    """The rows as a local relation, so that nothing is folded into constants; they are read by Spark's JSON source."""
    path = os.path.join(tempfile.mkdtemp(prefix='golden'), 'rows.json')
    reader = spark.read.schema(f'{schema}, __row int')
    fields = spark._jvm.org.apache.spark.sql.types.StructType.fromDDL(schema).fields()
    kinds = {one.name(): readable(one.dataType()) for one in fields}
    with open(path, 'w', encoding='utf-8') as file:
        for at, row in enumerate(rows):
            given = {name: as_input(value, kinds.get(name)) for name, value in row.items()}
            file.write(json.dumps({**given, '__row': at}, ensure_ascii=False) + '\n')
    read = reader.json(path)
    return DataFrame(spark._jsparkSession.createDataFrame(read._jdf.collectAsList(), read._jdf.schema()), spark)


def values(frame, expression):
    """The expression's values, in order of the rows; raises what a row raises."""
    selected = frame.orderBy('__row').selectExpr(f'({expression}) AS value')
    kind = readable(selected._jdf.schema().fields()[0].dataType())
    if kind and not written_as_text(kind):
        try:
            return [encode(row[0], kind) for row in selected.selectExpr(with_entries('value', kind)).collect()]
        except (ValueError, OverflowError):
            pass  # a date or timestamp that Python cannot hold
    rows = selected.selectExpr('cast(value as string)').collect()
    return [None if row[0] is None else {'$str': row[0]} for row in rows]


def evaluate(frame, expression, count):
    """Type and results, or the analysis error; a row that raises gives its condition."""
    try:
        kind = frame.selectExpr(f'({expression}) AS c')._jdf.schema().toDDL()[2:]
    except Exception as error:
        facts = error_facts(error)
        return {'analysisError': {'condition': facts['condition'] or facts['class'], 'message': facts['message'][:400]}}
    try:
        return {'type': kind, 'results': values(frame, expression)}
    except Exception:
        pass
    results, messages = [], {}
    for row in range(count):
        try:
            results.extend(values(frame.filter(f'__row = {row}'), expression))
        except Exception as error:
            facts = error_facts(error)
            condition = facts['condition'] or facts['class']
            messages.setdefault(condition, facts['message'][:300])
            results.append({'$error': condition})
    return {'type': kind, 'results': results, 'errorMessages': messages}


def fill_expressions(spark, content):
    """Fills a file whose cases are `{"expr": …}` and whose rows are JSON as Spark reads it."""
    conf = {'spark.sql.session.timeZone': 'UTC', 'spark.sql.ansi.enabled': 'true', **content.get('conf', {})}
    for key, value in conf.items():
        spark.conf.set(key, value)
    frame = local_frame(spark, content['schema'], content['rows'])
    count = len(content['rows'])
    columns = [name for name in frame._jdf.columns() if name != '__row']
    content['schema'] = frame.drop('__row')._jdf.schema().toDDL()
    by_column = [values(frame, f'`{name}`') for name in columns]
    content['rows'] = [dict(zip(columns, row)) for row in zip(*by_column)]
    for case in content['cases']:
        expression = case['expr']
        case.clear()
        spark.conf.set('spark.sql.ansi.enabled', 'true')
        strict = evaluate(frame, expression, count)
        spark.conf.set('spark.sql.ansi.enabled', 'false')
        lenient = evaluate(frame, expression, count)
        case.update(expr=expression, **strict)
        lenient.pop('errorMessages', None)
        if lenient != {key: value for key, value in strict.items() if key != 'errorMessages'}:
            case['nonAnsi'] = lenient
    for key in conf:
        spark.conf.unset(key)
    spark.conf.set('spark.sql.session.timeZone', 'UTC')
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None).isoformat() + 'Z'
    content.update(spark=spark.version, conf=conf, recordedAt=now)
