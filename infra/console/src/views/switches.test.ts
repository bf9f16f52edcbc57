import { expect, test } from 'vitest'
import { html } from '../html/html.ts'
import { type SwitchesData, switches } from './switches.ts'

const state = {
  ...{ strategies: ['durable', 'detached'], strategy: 'durable' },
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

test('where nothing may be changed there is the reason and no button', () => {
  expect(draw({ whyNot: 'not ours' })).toMatch(/not ours/)
  expect(draw({ whyNot: 'not ours' })).not.toContain('<button')
})
