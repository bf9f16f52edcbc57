import { expect, onTestFinished, test, vi } from 'vitest'
import { keepMembership } from './keep-membership.ts'

const codes = { rebalancing: 27, unknownMember: 25 }

/** A member with work in hand whose heartbeats, ten in a session, are answered as the list says; the last one again and again. */
async function given(answers: readonly (number | 'good' | 'silence')[], { beats = 25 } = {}) {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const gate = Promise.withResolvers<void>()
  const heard = { onRebalancing: vi.fn(), onLost: vi.fn() }
  let sent = 0
  const heartbeat = async () => {
    const answer = answers[Math.min(sent++, answers.length - 1)]
    if (answer !== 'good') throw answer
  }
  const faultOf = (answer: unknown) => ({
    ...(typeof answer === 'number' && { code: answer }),
    isAway: answer === 'silence',
    isClosed: false,
  })
  const kept = keepMembership(
    { heartbeat, faultOf, heartbeatMs: 100, sessionMs: 1_000, ...heard } as never,
    () => gate.promise,
  )
  await vi.advanceTimersByTimeAsync(beats * 100)
  gate.resolve()
  await kept
  return { rebalancing: heard.onRebalancing.mock.calls.length, lost: heard.onLost.mock.calls }
}

test('C6 a member whose group rebalances for longer than a session is still one', async () => {
  const { rebalancing, lost } = await given([codes.rebalancing])

  expect(rebalancing).toBe(25)
  expect(lost).toEqual([])
})

test.each([
  ['nobody has answered for a session', ['good', 'silence'] as const],
  ['a rebalance was the last that it heard', [codes.rebalancing, 'silence'] as const],
  ['its group has expelled it', ['good', codes.unknownMember] as const],
])('C11 a member learns once that it is none any more: %s', async (_, answers) => {
  const { lost } = await given(answers)

  expect(lost).toEqual([[expect.objectContaining({ code: 'partition-lost' })]])
})

test('C11 silence that is shorter than a session is no end', async () => {
  const { lost } = await given(['good', 'silence'], { beats: 9 })

  expect(lost).toEqual([])
})
