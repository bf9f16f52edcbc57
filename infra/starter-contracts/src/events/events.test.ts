import { expect, test } from 'vitest'
import { events, jobRequest, topics } from '../index.ts'

const accepted = {
  jobId: '01996b3c-7d7e-7000-8000-000000000001',
  task: 'water the plants',
  acceptedAt: '2026-11-21T08:00:00.000Z',
}

test('K6 an event is read with a field that its reader does not know, a request is not', () => {
  const newer = events['job.accepted'].parse({ ...accepted, urgent: true })

  expect(newer).toEqual(accepted)
  expect(jobRequest.safeParse({ task: 'water the plants', urgent: true }).success).toBe(false)
})

test.each([
  ['no task', {}],
  ['an empty task', { task: '' }],
  ['a task that is no text', { task: 7 }],
  ['a task without end', { task: 'x'.repeat(201) }],
])('a job with %s is refused', (_, body) => {
  expect(jobRequest.safeParse(body).success).toBe(false)
})

test('every event is published on exactly one topic', () => {
  const published = Object.values(topics).flatMap((topic) => [...topic.events])

  expect(published.toSorted()).toEqual(Object.keys(events).toSorted())
})
