import type { Page } from '../../server/page.ts'
import { type DeadLetterDesk, letterId } from '../../state/dead-letter-desk.ts'
import { toLetterRow, toParkedRow } from './to-rows.ts'
import { type LettersData, view } from './view.ts'

/** Records that a group could not handle, and rows that Kafka refused; `?show=` previews one of them. */
export const deadLettersPage: Page<LettersData> = {
  path: '/dead-letters',
  nav: 'Dead letters',
  view,
  viewFile: 'pages/dead-letters/view.ts',
  async load({ letters, runner }, { query, isOpened }) {
    if (isOpened || !letters.seen.list) void letters.refresh()
    const { list, isReading } = letters.seen
    const shown = query.get('show')
    const data = {
      isReading,
      isReadOnly: runner.readOnly !== undefined,
      isKnown: list !== undefined,
      letters: (list?.deadLetters ?? []).map(toLetterRow),
      parked: (list?.parked ?? []).map(toParkedRow),
      troubles: list?.troubles ?? [],
      preview: shown ? preview(letters, { id: shown, again: isOpened }) : undefined,
    }
    return { title: 'Dead letters', data, watches: ['letters'] }
  },
}

type Asked = { readonly id: string; readonly again: boolean }

function preview(letters: DeadLetterDesk, { id, again }: Asked): LettersData['preview'] {
  if (!letterId.test(id)) return { id, facts: [['trouble', 'This is no id of one of them.']] }
  const facts = letters.show(id, { again })
  return {
    id,
    facts: facts && Object.entries(facts).flatMap(([name, value]) => toFacts(name, value)),
  }
}

/** One line for each fact; what holds others, such as the headers, becomes a line for each of them. */
function toFacts(name: string, value: unknown): [name: string, text: string][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [[name, String(value)]]
  return Object.entries(value).map(([key, one]) => [
    `${name} ${key}`,
    typeof one === 'object' ? JSON.stringify(one) : String(one),
  ])
}
