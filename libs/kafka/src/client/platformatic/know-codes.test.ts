import { heartbeatV4, ProtocolError, produceV11, Reader } from '@platformatic/kafka'
import { expect, test } from 'vitest'
import { canRecover } from '../../consumer/can-recover.ts'
import { faultOf } from './fault-of.ts'
import { groupFaultOf } from './group/group-fault.ts'
import { knowCodes } from './know-codes.ts'

type ProduceAnswer = {
  readonly responses: readonly {
    readonly partitionResponses: readonly { readonly errorCode: number }[]
  }[]
}

/** Wire: `responses (1 + 1) name partition_responses (2 + 1) … throttle_time_ms (4) tags (1)` */
function answerProduce(codes: readonly number[]): unknown {
  const partitions = codes.map((code, index) => {
    // index (4) error_code (2) base_offset, log_append_time, log_start_offset (8 each) record_errors, error_message, tags (1 each)
    const bytes = Buffer.alloc(33)
    bytes.writeInt32BE(index)
    bytes.writeInt16BE(code, 4)
    bytes[30] = 1
    return bytes
  })
  const name = [2, 7, ...Buffer.from('orders')]
  const head = Buffer.from([...name, partitions.length + 1])
  const bytes = Buffer.concat([head, ...partitions, Buffer.alloc(6)])
  return thrownBy(() => produceV11.parseResponse(1, 0, 11, Reader.from(bytes)))
}

/** Wire: `throttle_time_ms (4) error_code (2) tags (1)` */
function answerHeartbeat(code: number): unknown {
  const bytes = Buffer.alloc(7)
  bytes.writeInt16BE(code, 4)
  return thrownBy(() => heartbeatV4.parseResponse(1, 12, 4, Reader.from(bytes)))
}

function thrownBy(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

test('C9 a code that the client does not know is an answer as any other, and is tried again', () => {
  const alone = answerHeartbeat(999)
  knowCodes()
  const error = answerHeartbeat(999)

  expect(alone).toBeInstanceOf(TypeError)
  expect(faultOf(error).code).toBe(999)
  expect((error as AggregateError).errors.join()).toContain('999')
  expect([groupFaultOf(error), canRecover(faultOf(error))]).toEqual(['passes', true])
})

test('the other partitions of an answer are there beside the code that nobody knows', () => {
  knowCodes()
  const { response } = answerProduce([0, 999]) as { response?: ProduceAnswer }

  const codes = response?.responses[0]?.partitionResponses.map(({ errorCode }) => errorCode)
  expect(codes).toEqual([0, 999])
})

test('what the client knows stays as it is, and so does what no table has', () => {
  knowCodes()

  expect(new ProtocolError(25)).toMatchObject({ apiId: 'UNKNOWN_MEMBER_ID', canRetry: false })
  expect(new ProtocolError('REBALANCE_IN_PROGRESS')).toMatchObject({ apiCode: 27 })
  expect(thrownBy(() => new ProtocolError('NOTHING'))).toBeInstanceOf(TypeError)
})
