import { edgeService } from '@tailspan/manifest'
import { expect, test } from 'vitest'
import { readStartOptions } from './options.ts'

test('nothing said means: show it and stay', () => {
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
  expect(() => readStartOptions(['--inspect', 'kafka'])).toThrow(
    new RegExp(`takes one service: ${edgeService}, `),
  )
  expect(() => readStartOptions(['--inspect', edgeService, '--docker'])).toThrow(
    /exclude each other/,
  )
})

test('both modes at once are refused', () => {
  expect(() => readStartOptions(['--docker', '--local'])).toThrow(/exclude each other/)
})
