import { createScope } from '@tailspan/scope'
import { expect, test } from 'vitest'
import { createAcceptJob, type Job } from './accept-job.ts'

const clock = { now: () => new Date(0) }

test('a job is accepted once it is stored, under an id of its own and one for its event', async () => {
  const stored: Job[] = []
  const ids = ['job', 'event']
  const jobs = { addAndAnnounce: async (job: Job) => void stored.push(job) }
  const acceptJob = createAcceptJob({ ...clock, jobs, newId: () => `${ids.shift()}` })

  const receipt = await acceptJob({ task: 'water the plants' }, createScope())

  expect(receipt).toEqual({ id: 'job', status: 'accepted' })
  expect(stored).toEqual([
    { id: 'job', task: 'water the plants', acceptedAt: new Date(0), eventId: 'event' },
  ])
})

test('a job that could not be stored is not accepted', async () => {
  const jobs = { addAndAnnounce: () => Promise.reject(new Error('database away')) }
  const acceptJob = createAcceptJob({ ...clock, jobs, newId: () => 'id' })

  await expect(acceptJob({ task: 'water' }, createScope())).rejects.toThrow('database away')
})
