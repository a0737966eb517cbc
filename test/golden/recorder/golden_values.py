"""Spark's values and errors in the JSON of the golden files (../README.md)."""
import base64
import datetime
import json
import math
import re

from pyspark.sql import types as T

LARGEST_EXACT = 2**53 - 1
NOT_IN_PYTHON = ('CalendarIntervalType', 'YearMonthIntervalType', 'VariantType', 'GeometryType', 'GeographyType')
NANOSECONDS = re.compile(r'timestamp_[ln]tz\(')
TEMPORARY = re.compile(r'/(?:tmp|dev/shm)/golden[^\s,;\]\)]*')
UUID = re.compile(r'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')


def contains(data_type, test):
    """Whether `test` holds of a type or of any type inside it."""
    if test(data_type):
        return True
    if isinstance(data_type, T.ArrayType):
        return contains(data_type.elementType, test)
    if isinstance(data_type, T.MapType):
        return contains(data_type.keyType, test) or contains(data_type.valueType, test)
    return isinstance(data_type, T.StructType) and any(contains(f.dataType, test) for f in data_type.fields)


def written_as_text(data_type):
    """Types whose values Python cannot hold; they are recorded as CAST AS STRING prints them."""
    return contains(data_type, lambda one: type(one).__name__ in NOT_IN_PYTHON)


def with_entries(expression, data_type, depth=0):
    """The expression with its maps as arrays of entries: on their way to Python maps lose their order."""
    if not contains(data_type, lambda one: isinstance(one, T.MapType)):
        return expression
    if isinstance(data_type, T.StructType):
        fields = ', '.join(f"'{f.name}', {with_entries(f'({expression}).`{f.name}`', f.dataType, depth)}" for f in data_type.fields)
        return f'if({expression} IS NULL, NULL, named_struct({fields}))'
    name = f'one{depth}'
    if isinstance(data_type, T.ArrayType):
        return f'transform({expression}, {name} -> {with_entries(name, data_type.elementType, depth + 1)})'
    key = with_entries(f'{name}.key', data_type.keyType, depth + 1)
    value = with_entries(f'{name}.value', data_type.valueType, depth + 1)
    return f'transform(map_entries({expression}), {name} -> struct({key} AS key, {value} AS value))'


def as_input(value, data_type):
    """A golden value as Spark's JSON source reads it: maps as objects."""
    if value is None:
        return value
    if isinstance(value, dict) and list(value) == ['$str']:
        return value['$str']
    if isinstance(data_type, T.MapType) and isinstance(value, list):
        return {key: as_input(one, data_type.valueType) for key, one in value}
    if isinstance(data_type, T.ArrayType) and isinstance(value, list):
        return [as_input(one, data_type.elementType) for one in value]
    if isinstance(data_type, T.StructType) and isinstance(value, dict):
        return {f.name: as_input(value.get(f.name), f.dataType) for f in data_type.fields}
    return value


def readable(java_type):
    """The type as Python knows it; None where PySpark has no class for it or for a part: timestamps of nanoseconds."""
    text = java_type.json()
    return None if NANOSECONDS.search(text) else T._parse_datatype_json_string(text)


def exact(number):
    return number if -LARGEST_EXACT <= number <= LARGEST_EXACT else str(number)


def encode(value, data_type):
    """A collected value as its golden JSON."""
    if value is None or isinstance(data_type, (T.StringType, T.BooleanType, T.CharType, T.VarcharType)):
        return value
    if isinstance(data_type, T.IntegralType):
        return exact(value)
    if isinstance(data_type, (T.FloatType, T.DoubleType)):
        if math.isnan(value):
            return 'NaN'
        return value if math.isfinite(value) else ('Infinity' if value > 0 else '-Infinity')
    if isinstance(data_type, T.DecimalType):
        return format(value, 'f')
    if isinstance(data_type, T.BinaryType):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(data_type, T.TimestampType):
        utc = value.astimezone(datetime.timezone.utc) if value.tzinfo else value
        return utc.replace(tzinfo=None).isoformat(timespec='microseconds') + 'Z'
    if isinstance(data_type, T.TimestampNTZType):
        return value.isoformat(timespec='microseconds')
    if isinstance(data_type, T.DateType):
        return value.isoformat()
    if isinstance(data_type, T.DayTimeIntervalType):
        return exact((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds)
    if isinstance(data_type, T.ArrayType):
        return [encode(one, data_type.elementType) for one in value]
    if isinstance(data_type, T.MapType):
        entries = value.items() if isinstance(value, dict) else value
        return [[encode(k, data_type.keyType), encode(v, data_type.valueType)] for k, v in entries]
    if isinstance(data_type, T.StructType):
        names = [field.name for field in data_type.fields]
        values = [encode(value[at], field.dataType) for at, field in enumerate(data_type.fields)]
        return dict(zip(names, values)) if len(set(names)) == len(names) else values
    return {'$str': str(value)}


def compact(value):
    return json.dumps(value, separators=(',', ':'), ensure_ascii=False)


def in_canonical_order(rows):
    """Rows without an order are sorted by the compact JSON of their values."""
    return sorted(rows, key=lambda row: compact(list(row.values()) if isinstance(row, dict) else row))


def plain_text(message):
    """A message without stack, folders, random ids and expression ids."""
    for end in ('\n\tat ', '\nJVM stacktrace:', '\n=== Streaming Query ===', ' Return Message: Traceback'):
        message = message.split(end)[0]
    return re.sub(r'#\d+L?', '#N', UUID.sub('<uuid>', TEMPORARY.sub('<path>', message)))


def java_of(error):
    return getattr(error, 'java_exception', None) or getattr(error, '_origin', None)


def call(target, method):
    try:
        return getattr(target, method)()
    except Exception:
        return None


def error_facts(error):
    """Class, condition, SQLSTATE and text of an exception."""
    java = java_of(error)
    text = getattr(error, '_desc', None) or call(error, 'getMessage') or str(error)
    return {
        'class': java.getClass().getName() if java is not None else type(error).__name__,
        'condition': call(error, 'getCondition') or call(error, 'getErrorClass'),
        'sqlState': call(error, 'getSqlState'),
        'message': plain_text(text)[:1500],
    }


def causes_of(error):
    """The chain of causes on the JVM's side, the error itself left out."""
    chain = []
    cause = java_of(error)
    while cause is not None and len(chain) < 12:
        facts = {'class': cause.getClass().getName(), 'condition': call(cause, 'getCondition')}
        chain.append({**facts, 'message': plain_text(cause.getMessage() or '')[:600]})
        cause = cause.getCause()
    return chain[1:]
