import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readPorts } from '../src/ports.ts'
import { openInspector } from './inspector.ts'
import { apart, runCommand } from './npm-start.ts'
import { scratchFolder } from './scratch.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const patience = { timeout: 240_000 }
const order = { customer: { email: 'ada@example.com' }, lines: [{ sku: 'tea', quantity: 1 }] }

test('npm start -- --inspect order: a breakpoint in place-order.ts is hit, and the order goes on', async () => {
  const env = await apart(scratchFolder())
  const system = runCommand(['start', '--inspect', 'order'], env)
  await expect.poll(system.shown, patience).toContain('Ctrl-C stops everything')
  const port = env.TAILSPAN_PORT_INSPECT
  expect(system.shown()).toContain(`inspect order at 127.0.0.1:${port}`)

  using inspector = await openInspector(`http://127.0.0.1:${port}`)
  const source = 'services/order/src/domain/place-order.ts'
  const lines = readFileSync(`${root}${source}`, 'utf8').split('\n')
  const lineNumber = lines.findIndex((line) => line.includes('await priceOrder('))
  await inspector.ask('Debugger.enable')
  const { locations } = await inspector.ask('Debugger.setBreakpointByUrl', {
    lineNumber,
    urlRegex: 'services/order/src/domain/place-order[.]ts$',
  })
  const paused = inspector.next('Debugger.paused')
  const answering = fetch(`http://127.0.0.1:${env.TAILSPAN_PORT_ORDER}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  const [top] = (await paused).callFrames as readonly object[]
  await inspector.ask('Debugger.resume')

  expect(locations).toMatchObject([{ lineNumber }])
  expect(top).toMatchObject({ functionName: 'placeOrder', location: { lineNumber } })
  expect((await answering).status).toBe(202)
  system.child.kill('SIGINT')
  expect((await system.ended).exitCode).toBe(0)
}, 400_000)

test('the configurations of VS Code attach to that port, and start what is there', () => {
  const { configurations } = read('.vscode/launch.json')
  const { tasks } = read('.vscode/tasks.json')

  const attached = configurations.filter(({ request }) => request === 'attach')
  expect(attached.map(({ port }) => port)).toEqual(attached.map(() => readPorts({}).inspect))
  const wanted = configurations.flatMap(({ preLaunchTask }) => preLaunchTask ?? [])
  expect(tasks.map(({ label }) => label)).toEqual(wanted)
  const launched = configurations.flatMap(({ program, runtimeExecutable }) =>
    [program, runtimeExecutable].filter((file) => file !== undefined),
  )
  expect(launched).toHaveLength(2)
  for (const file of launched)
    expect(readFileSync(file.replace(/^[^/]+[/]/, root)).length).toBeGreaterThan(0)
})

type Configuration = Readonly<Partial<Record<'program' | 'runtimeExecutable', string>>> & {
  readonly request: string
  readonly port?: number
  readonly preLaunchTask?: string
}
type Settings = {
  readonly configurations: readonly Configuration[]
  readonly tasks: readonly { readonly label: string }[]
}

function read(path: string): Settings {
  return JSON.parse(readFileSync(`${root}${path}`, 'utf8'))
}
