import { getEventListeners } from 'node:events'
import { expect, test, vi } from 'vitest'
import { failing, givenCarrier, givenSender, held } from '../../../test/given-sender.ts'
import { CarryFailed, type Way } from './carrier.ts'

const never = new AbortController().signal

test('what is sent in one turn travels in one batch, in its order', async () => {
  const carrier = givenCarrier()
  const { send } = givenSender(carrier)

  await Promise.all(['a', 'b', 'c'].map((value) => send(value)))

  expect(carrier.batches).toEqual([['a', 'b', 'c']])
})

test('who sends a little later in the same turn still travels along', async () => {
  const carrier = givenCarrier()
  const { send } = givenSender(carrier)

  const early = send('a')
  await Promise.resolve().then(() => {})
  await Promise.all([early, send('b')])

  expect(carrier.batches).toEqual([['a', 'b']])
})

test('one batch is on its way at a time, and the next takes all that came meanwhile', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier(answer)
  const { send } = givenSender(carrier)
  const first = send('a')
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })

  const later = [send('b'), send('c')]
  const outstanding = carrier.batches.length
  release()
  await Promise.all([first, ...later])

  expect(outstanding).toBe(1)
  expect(carrier.batches).toEqual([['a'], ['b', 'c']])
})

test('those who wait are sent for before those of the last batch are told', async () => {
  const steps: string[] = []
  const { answer, release } = held()
  const carrier = givenCarrier(answer)
  const answerTo = carrier.answer
  carrier.answer = (batch) => {
    steps.push(`carry ${batch.length}`)
    return answerTo(batch)
  }
  const { send } = givenSender(carrier)
  const tell = (name: string) => send(name).then(() => steps.push(`told ${name}`))
  const first = tell('a')
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })

  const later = [tell('b'), tell('c')]
  release()
  await Promise.all([first, ...later])

  expect(steps).toEqual(['carry 1', 'carry 2', 'told a', 'told b', 'told c'])
})

test('who is the last to be sent is told at once', async () => {
  const carrier = givenCarrier()
  const { send } = givenSender(carrier)
  const turns = vi.spyOn(globalThis, 'setImmediate')

  await send('a')

  // The one turn that is waited for before a batch is taken.
  expect(turns).toHaveBeenCalledOnce()
  turns.mockRestore()
})

test('a batch is bounded in number and in bytes, but takes at least one', async () => {
  const carrier = givenCarrier()
  const { send } = givenSender(carrier, { maxBatch: 2, maxBatchBytes: 250 })

  await Promise.all(['a', 'b', 'c', 'x'.repeat(500)].map((value) => send(value)))

  expect(carrier.batches.map(({ length }) => length)).toEqual([2, 1, 1])
})

test('a full queue refuses and says try again', async () => {
  const { answer, release } = held()
  const { send } = givenSender(givenCarrier(answer), { maxQueued: 2 })
  const sent = [send('a'), send('b')]

  expect(() => send('c')).toThrow(
    expect.objectContaining({ code: 'producer-full', kind: 'unavailable' }),
  )
  release()
  await Promise.all(sent)
})

test('a cancel before the record is taken is honoured: it is never sent', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier(answer)
  const { send } = givenSender(carrier)
  const first = send('a')
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })
  const request = new AbortController()
  const cancelled = send('b', { signal: request.signal })

  request.abort('client gone')
  await expect(cancelled).rejects.toBe('client gone')
  release()
  await first
  await send('c')

  expect(carrier.batches).toEqual([['a'], ['c']])
})

test('a cancel after the bytes have left comes too late: the ack is the answer', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier(answer)
  const { send } = givenSender(carrier)
  const request = new AbortController()
  const sent = send('a', { signal: request.signal })
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })

  request.abort('client gone')
  release()

  await expect(sent).resolves.toBeUndefined()
})

test('a cancel during an attempt that never left is honoured when the attempt has failed', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier(async (batch) => {
    await answer()
    return failing('way', false)(batch)
  })
  const { send } = givenSender(carrier)
  const request = new AbortController()
  const cancelled = send('a', { signal: request.signal })
  const kept = send('b')
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })

  request.abort('client gone')
  release()

  await expect(cancelled).rejects.toBe('client gone')
  await kept
  expect(carrier.batches).toEqual([['a', 'b'], ['b']])
})

test('what never left goes again before what came later', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier(async (batch) => {
    await answer()
    return failing('way', false)(batch)
  })
  const { send } = givenSender(carrier)
  const first = send('a')
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })

  const second = send('b')
  release()
  await Promise.all([first, second])

  expect(carrier.batches).toEqual([['a'], ['a', 'b']])
})

test('O10 what may have left is repeated as it is, on the same producer, cancelled or not', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier(async (batch) => {
    await answer()
    return failing('way', true)(batch)
  })
  const { send } = givenSender(carrier)
  const request = new AbortController()
  const cancelled = send('a', { signal: request.signal })
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })
  const later = send('b')

  request.abort('client gone')
  release()
  await Promise.all([cancelled, later])

  expect(carrier.batches).toEqual([['a'], ['a'], ['b']])
  expect(carrier.retire).not.toHaveBeenCalled()
})

test('O10 a batch of unknown outcome retires its producer before the next one is sent', async () => {
  const carrier = givenCarrier(failing('way', true))
  const { send } = givenSender(carrier)

  const unknown = send('a', { timeoutMs: 0 })

  await expect(unknown).rejects.toMatchObject({ code: 'send-unknown', kind: 'unavailable' })
  expect(carrier.retire).toHaveBeenCalledOnce()
})

test('a record that did not leave in time was not sent, and says so', async () => {
  const carrier = givenCarrier(failing('way', false))
  const { send } = givenSender(carrier)

  await expect(send('a', { timeoutMs: 0 })).rejects.toMatchObject({ code: 'not-sent' })
  expect(carrier.batches).toEqual([['a']])
})

test('a lost sequence retires the producer, and the batch goes again', async () => {
  const carrier = givenCarrier(failing('producer', true))
  const { send } = givenSender(carrier)

  await send('a')

  expect(carrier.retire).toHaveBeenCalledOnce()
  expect(carrier.batches).toEqual([['a'], ['a']])
})

test('one refused record is found by halving; its siblings arrive in their order', async () => {
  const carrier = givenCarrier()
  const written: string[] = []
  carrier.answer = async (batch) => {
    const values = batch.map(({ message }) => String(message.value))
    if (values.includes('poison')) return failing('record', false)(batch)
    written.push(...values)
    return undefined
  }
  const { send } = givenSender(carrier)

  const results = await Promise.allSettled(['a', 'b', 'poison', 'c', 'd'].map((v) => send(v)))

  expect(results.map(({ status }) => status === 'fulfilled')).toEqual([
    true,
    true,
    false,
    true,
    true,
  ])
  expect(results[2]).toMatchObject({ reason: { code: 'record-refused', kind: 'invalid' } })
  expect(written).toEqual(['a', 'b', 'c', 'd'])
})

test('when half of a batch must go again, the other half does not overtake it', async () => {
  const refused = failing('record', false)
  const carrier = givenCarrier(refused, failing('way', false))
  const { send } = givenSender(carrier)

  await Promise.all(['a', 'b', 'c', 'd'].map((value) => send(value)))

  expect(carrier.batches).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b'],
    ['a', 'b', 'c', 'd'],
  ])
})

test('closing waits for what is on its way and takes nothing new', async () => {
  const { answer, release } = held()
  const { sender, send } = givenSender(givenCarrier(answer))
  const sent = send('a')

  const closed = sender.close(never)
  expect(() => send('b')).toThrow(expect.objectContaining({ code: 'producer-stopped' }))
  release()

  await Promise.all([closed, sent])
  expect(sender.pending).toBe(0)
})

test('closing without time names what it abandons, and tells each caller whether it had left', async () => {
  const { answer } = held()
  const carrier = givenCarrier(answer)
  const { sender, send } = givenSender(carrier)
  const inHand = send('a')
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })
  const waiting = send('b')
  for (const parcel of carrier.parcels) parcel.hasLeft = true

  const closed = sender.close(AbortSignal.abort())

  await Promise.all([
    expect(closed).rejects.toMatchObject({
      code: 'sends-abandoned',
      count: 2,
      message: expect.stringContaining('orders order.placed a, orders order.placed b'),
    }),
    expect(inHand).rejects.toMatchObject({ code: 'send-unknown' }),
    expect(waiting).rejects.toMatchObject({ code: 'producer-stopped' }),
  ])
  expect(carrier.cut).toHaveBeenCalled()
})

test('closing without time tells those first whose records are there already', async () => {
  const steps: string[] = []
  const { answer, release } = held()
  const carrier = givenCarrier(answer)
  const { sender, send } = givenSender(carrier)
  const there = send('a').then(() => steps.push('told'))
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })
  const inHand = send('b')
  const end = new AbortController()
  const closed = sender.close(end.signal).catch(({ count }) => steps.push(`abandoned ${count}`))
  carrier.answer = () => {
    end.abort()
    return held().answer()
  }

  release()
  await Promise.all([there, closed, expect(inHand).rejects.toMatchObject({ kind: 'unavailable' })])

  expect(steps).toEqual(['told', 'abandoned 1'])
})

test('what its caller keeps is left without being called abandoned', async () => {
  const { answer } = held()
  const { sender, send } = givenSender(givenCarrier(answer, answer))
  const kept = send('a', { kept: true })
  const closed = sender.close(AbortSignal.abort())

  await expect(closed).resolves.toBeUndefined()
  await expect(kept).rejects.toMatchObject({ kind: 'unavailable' })
})

test('beside what is kept, what is lost is still named', async () => {
  const { answer } = held()
  const { sender, send } = givenSender(givenCarrier(answer, answer))
  const sends = [send('a', { kept: true }), send('b')]

  const closed = sender.close(AbortSignal.abort())

  await expect(closed).rejects.toMatchObject({
    count: 1,
    message: expect.stringMatching(/orders order.placed b$/),
  })
  await Promise.allSettled(sends)
})

test('many sends under one signal listen to it once, and leave no listener behind', async () => {
  const { send } = givenSender(givenCarrier())
  const request = new AbortController()
  const add = vi.spyOn(request.signal, 'addEventListener')

  await Promise.all(['a', 'b', 'c'].map((value) => send(value, { signal: request.signal })))

  expect(add).toHaveBeenCalledOnce()
  expect(getEventListeners(request.signal, 'abort')).toHaveLength(0)
})

test('a cancel reaches each that waits under its signal, and no other', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier(answer)
  const { send } = givenSender(carrier)
  const first = send('a')
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })
  const request = new AbortController()
  const cancelled = ['b', 'c'].map((value) => send(value, { signal: request.signal }))
  const kept = send('d')

  request.abort('client gone')
  const results = await Promise.allSettled(cancelled)
  release()
  await Promise.all([first, kept])

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(carrier.batches).toEqual([['a'], ['d']])
})

test('K1 a refused record makes only its own partition be sent again', async () => {
  const carrier = givenCarrier()
  const answerTo = carrier.answer
  carrier.answer = async (batch) => {
    const failure = await answerTo(batch)
    const isPoisoned = batch.some(({ message }) => message.value === 'p1/poison')
    return isPoisoned ? failing('record', false)(batch) : failure
  }
  const { send } = givenSender(carrier)

  const values = ['p0/a', 'p1/b', 'p1/poison', 'p2/c']
  const results = await Promise.allSettled(values.map((value) => send(value)))

  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(carrier.batches).toEqual([
    ['p0/a'],
    ['p1/b', 'p1/poison'],
    ['p2/c'],
    ['p1/b'],
    ['p1/poison'],
  ])
})

test('K1 O10 a batch that is refused after an attempt nobody answered goes on with a new producer', async () => {
  const carrier = givenCarrier(failing('way', true), failing('record', false))
  const { send } = givenSender(carrier)

  await Promise.all([send('a'), send('b')])

  expect(carrier.batches).toEqual([['a', 'b'], ['a', 'b'], ['a'], ['b']])
  expect(carrier.retire).toHaveBeenCalledOnce()
})

test('K1 a batch whose connection is closed three times is halved, with a new producer', async () => {
  const closed = async () =>
    new CarryFailed({ fault: 'way', mayBeWritten: true, isClosed: true }, { cause: 'closed' })
  const carrier = givenCarrier(closed, closed, closed)
  const { send } = givenSender(carrier)

  await Promise.all([send('a'), send('b')])

  expect(carrier.batches.slice(3)).toEqual([['a'], ['b']])
  expect(carrier.retire).toHaveBeenCalledOnce()
})

test('K2 a partition whose leader does not answer holds up no other, and keeps its order', async () => {
  const { answer, release } = held()
  const carrier = givenCarrier()
  const answerTo = carrier.answer
  const frozen: Way = {
    carry: async ([parcel]) => {
      await answerTo(parcel?.loads ?? [])
      return [await answer()]
    },
  }
  const wayTo = carrier.wayTo
  carrier.wayTo = (spot) => (spot.partition === 1 ? frozen : wayTo(spot))
  const { send } = givenSender(carrier)

  const late = [send('p1/a')]
  await vi.waitFor(() => expect(carrier.batches).toHaveLength(1), { timeout: 30_000 })
  late.push(send('p1/b'))
  await send('p0/c')
  await send('p0/d')
  release()
  await Promise.all(late)

  expect(carrier.batches).toEqual([['p1/a'], ['p0/c'], ['p0/d'], ['p1/b']])
})

test('K3 a topic that is not there holds up no other; its records leave in their order when it is', async () => {
  const carrier = givenCarrier()
  carrier.missing.add('late')
  const { send } = givenSender(carrier)

  const late = ['a', 'b'].map((value) => send(value, { topic: 'late' }))
  await send('c')
  late.push(send('d', { topic: 'late' }))
  await send('e')
  carrier.missing.clear()
  await Promise.all(late)

  expect(carrier.batches).toEqual([['c'], ['e'], ['a', 'b', 'd']])
})

test('K3 records of a topic that is not there take half of the room at most', async () => {
  const carrier = givenCarrier()
  const locate = vi.spyOn(carrier, 'locate')
  carrier.missing.add('late')
  const { send } = givenSender(carrier, { maxQueued: 10 })
  const request = new AbortController()
  const how = { topic: 'late', signal: request.signal }
  const late = [send('a', how)]
  await send('b')
  await vi.waitFor(() => expect(locate.mock.calls.length).toBeGreaterThan(1), { timeout: 30_000 })
  await send('c')

  const more = () => {
    for (let i = 0; i < 10; i++) late.push(send(`late ${i}`, how))
  }

  expect(more).toThrow(expect.objectContaining({ code: 'producer-full' }))
  await Promise.all(Array.from({ length: 4 }, (_, i) => send(`${i}`)))
  request.abort('over')
  await Promise.allSettled(late)
})

test('a partition without a leader is waited for, and its records are not sent when their time is over', async () => {
  const carrier = givenCarrier()
  carrier.wayTo = () => undefined
  const { sender, send } = givenSender(carrier)

  await expect(send('a', { timeoutMs: 5 })).rejects.toMatchObject({ code: 'not-sent' })

  expect(carrier.batches).toEqual([])
  expect(sender.pending).toBe(0)
})
