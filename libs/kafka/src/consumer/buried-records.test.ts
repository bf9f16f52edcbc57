import { expect, test } from 'vitest'
import type { IncomingRecord } from '../message/incoming-record.ts'
import { BuriedRecords } from './buried-records.ts'

const record = (offset: number) =>
  ({ topic: 'orders', partition: 0, offset: String(offset), timestamp: '1' }) as IncomingRecord

test('W6 the last thousand buried records are known, however many there were', () => {
  const buried = new BuriedRecords()

  for (let offset = 0; offset < 1_500; offset += 1) buried.add(record(offset))

  expect([499, 500, 1_499].map((offset) => buried.has(record(offset)))).toEqual([false, true, true])
})
