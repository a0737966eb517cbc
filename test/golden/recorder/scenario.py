"""Runs a streaming scenario on Spark and fills in what Spark did."""
import base64
import gzip
import json
import os
import re
import shutil
import tempfile
import time
from urllib.parse import unquote, urlparse

from pyspark.sql import DataFrame

from golden_values import causes_of, encode, error_facts, in_canonical_order
from plan_frame import PlanFrame, is_ordered

ENDING = re.compile(r'(?<=c\d{3})\..*$')
LOST = {'commit': ['commits'], 'offsets': ['commits', 'offsets']}
FILLED = ('expected', 'expectError', 'finalState', 'outputSchema', 'ordered', 'noError')


def content_of(rows):
    """The bytes of an added file."""
    if isinstance(rows, dict) and 'base64' in rows:
        return base64.b64decode(rows['base64'])
    lines = rows['raw'] if isinstance(rows, dict) else [json.dumps(row, ensure_ascii=False) for row in rows]
    return ''.join(line + '\n' for line in lines).encode()


class ScenarioRun:
    def __init__(self, spark, scenario):
        self.spark, self.scenario, self.plan = spark, scenario, scenario['plan']
        self.folder = tempfile.mkdtemp(prefix='golden-', dir='/dev/shm' if os.path.isdir('/dev/shm') else None)
        self.first_modified, self.written = time.time() - 3600, 0
        self.query, self.reported, self.batches, self.batch_error = None, 0, [], None
        self.schema, self.logged = None, -1
        self.ordered = is_ordered(self.plan)

    def fill(self):
        """Runs the scenario and puts Spark's answers into it."""
        for key in FILLED:
            self.scenario.pop(key, None)
        before = {key: self.spark.conf.get(key, None) for key in self.scenario.get('conf', {})}
        for key, value in self.scenario.get('conf', {}).items():
            self.spark.conf.set(key, value)
        try:
            (self.fill_error if self.scenario.get('wantError') else self.fill_steps)()
        finally:
            if self.query is not None:
                self.query.stop()
            for key, value in before.items():
                self.spark.conf.unset(key) if value is None else self.spark.conf.set(key, value)
            shutil.rmtree(self.folder, ignore_errors=True)
        self.scenario['spark'] = self.spark.version

    def fill_steps(self):
        expected = []
        for step in self.scenario['steps']:
            expected.append(self.step(step))
            if 'error' in expected[-1] and not step.get('continueAfterError'):
                break
        last = expected[-1]['progress'] if expected else []
        self.scenario.update(outputSchema=self.schema, ordered=self.ordered, expected=expected)
        self.scenario['finalState'] = last[-1]['state'] if last else None

    def fill_error(self):
        phase = 'build'
        try:
            frame = PlanFrame(self.spark, self.frames()).build(self.plan)
            phase = 'start'
            if isinstance(frame, DataFrame):
                moves = self.prepare(self.scenario['steps'][0].get('add')) if self.scenario['steps'] else []
                self.start(frame)
                phase = 'run'
                self.publish(moves)
                self.query.processAllAvailable()
            self.scenario.update(expectError=None, noError=True, outputSchema=self.schema)
        except Exception as error:
            self.scenario['expectError'] = self.error(error, phase)

    def error(self, error, phase):
        facts = {**error_facts(error), 'phase': phase}
        causes = causes_of(error)
        if self.batch_error is not None:
            # The query itself reports only that the function in Python failed: the batch's own error is the cause.
            batch_id, inner = self.batch_error
            facts['failedBatchId'] = batch_id
            causes = [error_facts(inner), *causes_of(inner)]
            self.batch_error = None
        return {**facts, 'causes': causes} if causes else facts

    def frames(self):
        frames = {}
        for name, source in self.scenario.get('sources', {}).items():
            kind = source.get('format', 'json')
            reader = self.spark.readStream.format(kind).options(**(source.get('options') or {}))
            if kind != 'text':
                reader = reader.schema(source['schema'])
            frames[name] = reader.load(self.source_folder(name))
        for name, table in self.scenario.get('statics', {}).items():
            path = os.path.join(self.folder, f'{name}.json')
            with open(path, 'w', encoding='utf-8') as file:
                file.writelines(json.dumps(row, ensure_ascii=False) + '\n' for row in table['rows'])
            frames[name] = self.spark.read.schema(table['schema']).json(path)
        return frames

    def source_folder(self, name):
        folder = os.path.join(self.folder, 'sources', name)
        os.makedirs(folder, exist_ok=True)
        return folder

    def prepare(self, additions):
        """Writes files under hidden names; gives the moves that make them visible."""
        moves = []
        for name, addition in (additions or {}).items():
            files = addition['files'] if isinstance(addition, dict) and 'files' in addition else [addition]
            for rows in files:
                self.written += 1
                base, kind = f'f{self.written:05d}', self.scenario['sources'][name].get('format', 'json')
                hidden = os.path.join(self.source_folder(name), f'.{base}.tmp')
                with open(hidden, 'wb') as file:
                    file.write(content_of(rows))
                modified = rows.get('modified', self.written) if isinstance(rows, dict) else self.written
                os.utime(hidden, (self.first_modified + modified,) * 2)
                moves.append((hidden, os.path.join(self.source_folder(name), f'{base}.{kind}')))
        return moves

    def publish(self, moves):
        """Makes files visible to one trigger together: the query's own lock is held meanwhile."""
        lock = self.progress_lock() if moves and self.query is not None and self.query.isActive else None
        if lock is not None:
            lock.lock()
        try:
            for hidden, visible in moves:
                os.rename(hidden, visible)
        finally:
            if lock is not None:
                lock.unlock()

    def progress_lock(self):
        execution = self.query._jsq.streamingQuery()
        kind = execution.getClass()
        while kind is not None:
            for field in kind.getDeclaredFields():
                if field.getName().endswith('awaitProgressLock'):
                    field.setAccessible(True)
                    return field.get(execution)
            kind = kind.getSuperclass()
        raise RuntimeError('awaitProgressLock not found')

    def on_batch(self, frame, batch_id):
        try:
            rows = frame.collect()
        except Exception as error:
            self.batch_error = (int(batch_id), error)
            raise
        self.schema = frame._jdf.schema().toDDL()
        encoded = [encode(row, frame.schema) for row in rows]
        self.batches.append({'batchId': int(batch_id), 'rows': encoded if self.ordered else in_canonical_order(encoded)})

    def start(self, frame):
        self.schema = frame._jdf.schema().toDDL()
        writer = frame.writeStream.outputMode(self.scenario.get('outputMode', 'append'))
        sink = self.scenario.get('sink') or 'foreachBatch'
        if sink == 'foreachBatch':
            writer = writer.foreachBatch(self.on_batch)
        else:
            writer = writer.format(sink).queryName('golden').option('path', os.path.join(self.folder, 'output'))
            writer = writer.partitionBy(*self.scenario.get('partitionBy') or [])
        writer = writer.option('checkpointLocation', os.path.join(self.folder, 'checkpoint'))
        writer = writer.options(**(self.scenario.get('sinkOptions') or {}))
        trigger = self.scenario.get('trigger')
        self.query = (writer.trigger(**{trigger: True}) if trigger else writer).start()
        self.reported = 0

    def step(self, step):
        trigger, phase, result = self.scenario.get('trigger'), 'start', {}
        self.batches = []
        if step.get('restart') and self.query is not None:
            self.query.stop()
            self.query = None
            self.plan = step.get('plan', self.plan)
            for key, value in step.get('conf', {}).items():
                self.spark.conf.set(key, value)
            self.publish(self.prepare(step.get('addWhileStopped')))
        if 'lose' in step:
            self.lose(step['lose'])
        moves = self.prepare(step.get('add'))
        try:
            if trigger:
                self.publish(moves)
                self.start(PlanFrame(self.spark, self.frames()).build(self.plan))
                phase = 'run'
                self.query.awaitTermination()
            else:
                if self.query is None:
                    self.start(PlanFrame(self.spark, self.frames()).build(self.plan))
                phase = 'run'
                self.publish(moves)
                self.query.processAllAvailable()
        except Exception as error:
            result['error'] = self.error(error, phase)
        progress = self.progress() if self.query is not None else []
        result['batches'] = self.batches
        if self.scenario.get('sink') in ('json', 'text'):
            result['written'] = self.written_files()
        result['watermark'] = progress[-1]['watermark'] if progress else None
        result['droppedByWatermark'] = sum(state['dropped'] for one in progress for state in one['state'])
        result['stateRows'] = sum(state['total'] for state in progress[-1]['state']) if progress else None
        result['progress'] = progress
        return result

    def lose(self, what):
        """Removes what a query that was killed in its last batch would not have written."""
        for log in LOST[what]:
            folder = os.path.join(self.folder, 'checkpoint', log)
            last = max(int(name) for name in os.listdir(folder) if name.isdigit())
            os.remove(os.path.join(folder, str(last)))
            os.remove(os.path.join(folder, f'.{last}.crc'))

    def written_files(self):
        """Texts of the files that the step's batches added to the log of a file sink."""
        output = os.path.join(self.folder, 'output')
        log = os.path.join(output, '_spark_metadata')
        ids = sorted(int(name) for name in os.listdir(log) if name.isdigit()) if os.path.isdir(log) else []
        batches = []
        for batch_id in [one for one in ids if one > self.logged]:
            with open(os.path.join(log, str(batch_id)), encoding='utf-8') as file:
                entries = [json.loads(line) for line in file.read().split('\n')[1:]]
            paths = [unquote(urlparse(entry['path']).path) for entry in entries]
            batches.append({'batchId': batch_id, 'files': self.texts(output, paths)})
            self.logged = batch_id
        return batches

    def texts(self, output, paths):
        encoding = (self.scenario.get('sinkOptions') or {}).get('encoding', 'utf-8')
        texts = {}
        for path in paths:
            with (gzip.open if path.endswith('.gz') else open)(path, 'rb') as file:
                text = file.read().decode(encoding)
            folder, name = os.path.split(os.path.relpath(path, output))
            # Spark has a file without content for a task without rows.
            if text:
                texts.setdefault((folder, ENDING.search(name).group()), []).append(text)
        return [{'directory': folder, 'ending': ending, 'text': ''.join(sorted(texts[folder, ending]))} for folder, ending in sorted(texts)]

    def progress(self):
        reports = list(self.query.recentProgress)[self.reported:]
        self.reported += len(reports)
        ran = [json.loads(one.json) for one in reports if 'addBatch' in json.loads(one.json)['durationMs']]
        return [
            {
                'batchId': one['batchId'],
                'numInputRows': one['numInputRows'],
                'watermark': one.get('eventTime', {}).get('watermark'),
                'eventTime': dict(sorted(one.get('eventTime', {}).items())),
                'state': [
                    {
                        'op': state['operatorName'],
                        'total': state['numRowsTotal'],
                        'updated': state['numRowsUpdated'],
                        'removed': state['numRowsRemoved'],
                        'dropped': state['numRowsDroppedByWatermark'],
                    }
                    for state in one.get('stateOperators', [])
                ],
            }
            for one in ran
        ]
