import type { OwnedTask, Work } from './work.ts'

/** Counted: tasks of one name and state in one line, and what keeps the process alive. */
export function summarizeWork(work: Work): string {
  const [actors, tasks] = [work.actors(), work.tasks()]
  const kinds = Map.groupBy(tasks, ({ registry, name, state }) => `${state} ${name} (${registry})`)
  return lines([
    `actors: ${actors.length}`,
    ...actors.map(({ name, state, forMs }) => `  ${state} ${name}, for ${seconds(forMs)}`),
    `tasks: ${tasks.length}`,
    ...[...kinds].map(([kind, same]) => `  ${same.length} × ${kind}, oldest ${oldest(same)}`),
    'resources:',
    ...countResources().map(([name, count]) => `  ${count} × ${name}`),
  ])
}

/** One paragraph each, with the trace to look up and the place that made it. */
export function describeWork(work: Work): string {
  const actors = work
    .actors()
    .map(({ name, state, forMs }) => `actor ${name} [${state}, ${seconds(forMs)}]`)
  const tasks = work.tasks().map(describeTask)
  return lines([...actors, ...tasks].flatMap((paragraph) => [paragraph, '']))
}

function describeTask({ registry, name, state, ageMs, traceId, stack }: OwnedTask): string {
  const head = `task ${name} [${state}, ${seconds(ageMs)}] owner ${registry} trace ${traceId ?? 'none'}`
  return stack === undefined ? head : `${head}\n${indent(stack)}`
}

function indent(stack: string): string {
  return stack.replaceAll(/^\s*/gm, '    ')
}

function countResources(): [string, number][] {
  const groups = Map.groupBy(process.getActiveResourcesInfo(), (name) => name)
  return [...groups].map(([name, same]) => [name, same.length])
}

function oldest(tasks: readonly OwnedTask[]): string {
  return seconds(Math.max(...tasks.map(({ ageMs }) => ageMs)))
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function lines(list: readonly string[]): string {
  return `${list.join('\n')}\n`
}
