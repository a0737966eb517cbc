"""A scenario's plan as a Spark DataFrame."""
import tempfile

from pyspark.sql import functions as F


def order(text):
    lower = text.lower()
    if lower.endswith(' desc'):
        return F.expr(text[:-5]).desc()
    return F.expr(text[:-4]).asc() if lower.endswith(' asc') else F.expr(text)


class PlanFrame:
    """Builds plans over named frames."""

    def __init__(self, spark, frames):
        self.spark, self.frames = spark, frames

    def build(self, plan):
        frame = None
        for step in plan:
            frame = self.frames[step['from']] if 'from' in step else self.step(frame, step)
        return frame

    def step(self, frame, step):
        name = step['op']
        return getattr(self, f'_{name}')(frame, step)

    def _withWatermark(self, frame, step):
        return frame.withWatermark(step['column'], step['delay'])

    def _filter(self, frame, step):
        return frame.filter(step['expr'])

    def _selectExpr(self, frame, step):
        return frame.selectExpr(*step['exprs'])

    def _withColumn(self, frame, step):
        return frame.withColumn(step['name'], F.expr(step['expr']))

    def _withColumnRenamed(self, frame, step):
        return frame.withColumnRenamed(step['from_'], step['to'])

    def _drop(self, frame, step):
        return frame.drop(*step['columns'])

    def _as(self, frame, step):
        return frame.alias(step['alias'])

    def _grouped(self, frame, step):
        grouped = getattr(frame, step['op'])(*[F.expr(text) for text in step['exprs']])
        if 'pivot' in step:
            grouped = grouped.pivot(step['pivot']['column'], step['pivot'].get('values'))
        return grouped.count() if 'count' in step else grouped.agg(*[F.expr(text) for text in step['agg']])

    _groupBy = _rollup = _cube = _grouped

    def _agg(self, frame, step):
        return frame.agg(*[F.expr(text) for text in step['agg']])

    def _distinct(self, frame, step):
        return frame.distinct()

    def _dropDuplicates(self, frame, step):
        return frame.dropDuplicates(step.get('columns') or None)

    def _dropDuplicatesWithinWatermark(self, frame, step):
        return frame.dropDuplicatesWithinWatermark(step.get('columns') or None)

    def _join(self, frame, step):
        on = step.get('on')
        right, how = self.build(step['right']), step.get('how', 'inner').lower().replace('_', '')
        return frame.join(right, F.expr(on) if isinstance(on, str) else on, how)

    def _crossJoin(self, frame, step):
        return frame.crossJoin(self.build(step['right']))

    def _union(self, frame, step):
        return frame.union(self.build(step['right']))

    def _unionByName(self, frame, step):
        return frame.unionByName(self.build(step['right']), step.get('allowMissingColumns', False))

    def _except(self, frame, step):
        return (frame.exceptAll if step.get('all') else frame.subtract)(self.build(step['right']))

    def _intersect(self, frame, step):
        return (frame.intersectAll if step.get('all') else frame.intersect)(self.build(step['right']))

    def _orderBy(self, frame, step):
        return frame.orderBy(*[order(text) for text in step['exprs']])

    def _sortWithinPartitions(self, frame, step):
        return frame.sortWithinPartitions(*[F.expr(text) for text in step['exprs']])

    def _limit(self, frame, step):
        return frame.limit(step['n'])

    def _offset(self, frame, step):
        return frame.offset(step['n'])

    def _repartition(self, frame, step):
        return frame.repartition(step['n'], *[F.expr(text) for text in step.get('exprs', [])])

    def _sample(self, frame, step):
        return frame.sample(step['fraction'], step.get('seed', 1))

    def _fillna(self, frame, step):
        return frame.fillna(step['value'], step.get('columns'))

    def _dropna(self, frame, step):
        return frame.dropna(how=step.get('how', 'any'), subset=step.get('columns'))

    def _sql(self, frame, step):
        frame.createOrReplaceTempView(step['view'])
        for name, plan in (step.get('views') or {}).items():
            self.build(plan).createOrReplaceTempView(name)
        return self.spark.sql(step['text'])

    def _action(self, frame, step):
        actions = {
            'take': lambda: frame.take(1),
            'tail': lambda: frame.tail(1),
            'describe': lambda: frame.describe().collect(),
            'summary': lambda: frame.summary().collect(),
            'toLocalIterator': lambda: list(frame.toLocalIterator()),
            'foreach': lambda: frame.foreach(lambda row: None),
            'write': lambda: frame.write.format('json').save(tempfile.mkdtemp(prefix='golden') + '/out'),
            'cache': lambda: frame.cache().count(),
            'checkpoint': lambda: frame.localCheckpoint(),
            'rdd': lambda: frame.rdd.count(),
            'approxQuantile': lambda: frame.approxQuantile(step['column'], [0.5], 0.1),
            'randomSplit': lambda: frame.randomSplit([0.5, 0.5])[0].collect(),
            'createTempView': lambda: frame.createOrReplaceTempView('vv'),
            'freqItems': lambda: frame.stat.freqItems([step['column']]).collect(),
        }
        return actions.get(step['name'], lambda: getattr(frame, step['name'])())()


def is_ordered(plan):
    """Whether the plan's last word on order is a sort."""
    ordered = False
    for step in plan:
        if step.get('op') == 'orderBy':
            ordered = True
        elif step.get('op') == 'sql':
            ordered = 'order by' in step['text'].lower()
        elif step.get('op') in ('groupBy', 'agg', 'join', 'union', 'distinct', 'dropDuplicates', 'rollup', 'cube', 'repartition'):
            ordered = False
    return ordered
