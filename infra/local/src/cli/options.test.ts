import { edgeService } from '@tailspan/manifest'
import { expect, test } from 'vitest'
import { readStartOptions } from './options.ts'

test('without options the order is shown as text, and the system stays', () => {
  expect(readStartOptions([])).toEqual({
    mode: undefined,
    once: false,
    json: false,
    timings: false,
  })
})

test('options for scripts and machines', () => {
  const options = readStartOptions(['--once', '--json', '--local', '--timings'])

  expect(options).toEqual({ mode: 'local', once: true, json: true, timings: true })
})

test.each([['--nope'], ['once'], ['--once=yes']])(
  '%s is refused in one sentence that lists what there is',
  (arg) => {
    const read = () => readStartOptions([arg])

    expect(read).toThrow(expect.objectContaining({ code: 'option-unknown' }))
    expect(read).toThrow(/^[^\n]*--once, --json[^\n]*\.$/)
  },
)

test('containers can be insisted on', () => {
  expect(readStartOptions(['--docker'])).toMatchObject({ mode: 'docker' })
})

test('one service can be inspected, without containers', () => {
  expect(readStartOptions(['--inspect', edgeService])).toMatchObject({
    mode: 'local',
    inspect: edgeService,
  })
})

const oneService = new RegExp(`takes one service: ${edgeService}, `)

test.each([
  [['--inspect', 'kafka'], oneService],
  [['--inspect', edgeService, '--docker'], /exclude each other/],
  [['--docker', '--local'], /exclude each other/],
])('%s is refused as invalid', (args, sentence) => {
  const read = () => readStartOptions(args)

  expect(read).toThrow(expect.objectContaining({ code: 'option-invalid', kind: 'invalid' }))
  expect(read).toThrow(sentence)
})
