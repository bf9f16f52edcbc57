import { expect, test } from 'vitest'
import { chooseMode } from './choose-mode.ts'

const answering = async () => ({ answers: true, version: '28.2.2' }) as const
const silent = async () => ({ answers: false, reason: 'there is no docker command' }) as const

test('containers are chosen when an engine answers, and the start says why', async () => {
  expect(await chooseMode(undefined, answering)).toEqual({
    mode: 'docker',
    why: 'In containers: an engine answers (28.2.2); --local runs without.',
  })
})

test('without an engine the system runs without containers, and the start says why', async () => {
  expect(await chooseMode(undefined, silent)).toEqual({
    mode: 'local',
    why: 'Without containers: there is no docker command.',
  })
})

test('who insists on a mode gets it, whatever answers', async () => {
  expect(await chooseMode('local', answering)).toEqual({ mode: 'local', why: undefined })
  expect(await chooseMode('docker', silent)).toEqual({ mode: 'docker', why: undefined })
})
