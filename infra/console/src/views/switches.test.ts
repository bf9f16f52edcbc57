import { expect, test } from 'vitest'
import { html } from '../html/html.ts'
import { type SwitchesData, switches } from './switches.ts'

const state = {
  strategies: ['durable', 'detached'],
  strategy: 'durable',
  switches: [{ name: 'kafka-paused', says: 'Kafka stands still', isOn: true }],
}
const draw = (data: Partial<SwitchesData>) =>
  String(switches(html, { whyNot: undefined, state, ...data }))

test('what is on is pressed, and a press switches it off', () => {
  const drawn = draw({})

  expect(drawn.match(/aria-pressed="true"/g)).toHaveLength(2)
  expect(drawn).toMatch(/value="kafka-paused">\s*<input type="hidden" name="isOn" value="no">/)
  expect(drawn).not.toContain('disabled')
})

test('while somebody has the system alone no button can be pressed, and the page says who', () => {
  const drawn = draw({ state: { ...state, busyWith: 'an exercise runs' } })

  expect(drawn).toContain('Wait a moment: an exercise runs.')
  expect(drawn.match(/<button[^>]* disabled>/g)).toHaveLength(4)
})

test('where nothing may be changed and nothing is known there is the reason and no button', () => {
  const drawn = draw({ whyNot: 'not ours', state: undefined })

  expect(drawn).toMatch(/not ours/)
  expect(drawn).not.toContain('<button')
})

test('where the system is only looked at, no fault is said to be on or off: what is seen of its part is', () => {
  const looked = { says: 'it stands still', isOn: undefined }
  const seen = { ...looked, name: 'kafka-paused', seen: { part: 'kafka', state: 'not ready' } }
  const hidden = { ...looked, name: 'link-held' }

  const drawn = draw({ whyNot: 'not ours', state: { ...state, switches: [seen, hidden] } })

  expect(drawn).toMatch(/not ours/)
  expect(drawn).toContain('kafka is not ready')
  expect(drawn).toContain('not to be seen from outside')
  expect(drawn.match(/aria-pressed="undefined"/g)).toHaveLength(2)
  expect(drawn.match(/<button[^>]* disabled>/g)).toHaveLength(5)
})

test('until the system is in hand there is the reason, if one is known', () => {
  const trouble = 'PostgreSQL does not answer'

  expect(draw({ state: undefined })).toContain('…')
  expect(draw({ state: undefined, trouble })).toContain(`cannot be changed now: ${trouble}.`)
})
