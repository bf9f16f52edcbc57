import { readFile } from 'node:fs/promises'
import { startReceiver } from '@tailspan/trace-testing'
import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')

test('the example of the README runs and says what the README shows', async () => {
  const [readme, example] = await Promise.all([
    read('../README.md'),
    read('examples/place-order.ts'),
  ])

  await using receiver = await startReceiver()

  const { code, lines } = await runProgram('../examples/place-order', {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  })

  const shown = JSON.parse(/```json\n(.*)\n/.exec(readme)?.[1] ?? '{}')
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
  expect(code).toBe(0)
  expect(lines).toContainEqual({
    ...shown,
    time: expect.any(String),
    trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
    trace_flags: '01',
  })
})
