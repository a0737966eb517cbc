import { expect, test } from 'vitest'
import { newConfs } from '../../lib/checkpoint/pinned-confs.ts'
import { stateProvider } from '../../lib/checkpoint/state-provider.ts'

const spark = 'spark.sql.streaming.stateStore.providerClass'
const of = (name: string) => ({ [spark]: `org.apache.spark.sql.execution.streaming.state.${name}` })

test('state is in memory unless a provider says otherwise; ours goes before the recorded one of Spark', () => {
  expect(
    stateProvider(
      undefined,
      newConfs(() => undefined),
    ),
  ).toBe('memory')
  expect(stateProvider(undefined, of('HDFSBackedStateStoreProvider'))).toBe('memory')
  expect(stateProvider(undefined, of('RocksDBStateStoreProvider'))).toBe('lmdb')
  expect(stateProvider('memory', of('RocksDBStateStoreProvider'))).toBe('memory')
  expect(stateProvider('lmdb', {})).toBe('lmdb')
})

test('other providers are refused', () => {
  expect(() => stateProvider('redis', {})).toThrow(/"millrace.state.provider" is invalid/)
  expect(() => stateProvider(undefined, { [spark]: 'com.example.Store' })).toThrow(
    'The given State Store Provider com.example.Store does not extend org.apache.spark.sql.execution.streaming.state.StateStoreProvider.',
  )
})
