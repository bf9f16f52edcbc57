import { readAnswers } from '../answers.ts'
import { Refusal } from '../refusal.ts'
import type { Tree } from '../tree.ts'
import { filesNaming } from './files-naming.ts'
import { readServices, type Service } from './manifest.ts'
import { filesOf } from './new-service.ts'
import type { Place } from './place.ts'
import { itemsFor, places } from './places.ts'

/** The tree without a service that nobody needs, and without the topics that are its own. */
export function removeService(tree: Tree, name: string): Tree {
  const services = readServices(tree)
  const service = services.find((one) => one.name === name)
  if (!service)
    throw new Refusal(
      `There is no service "${name}", but there are ${services.map((one) => one.name).join(', ')}.`,
    )
  const others = services.filter((one) => one !== service)
  refuseNeeded(service, others)
  const topics = service.publishes.filter(
    (topic) => !others.some((one) => one.publishes.includes(topic)),
  )
  const gone = filesOf(tree, name, topics)
  const after = new Map([...tree].filter(([path]) => !gone.has(path)))
  for (const place of places) {
    const names = place.of === 'topic' ? topics : [name]
    const text = after.get(place.path)
    if (text !== undefined) after.set(place.path, withoutItems(place, text, names))
  }
  refuseNamed(after, name)
  return after
}

function refuseNeeded({ name, publishes }: Service, others: readonly Service[]): void {
  const asking = others.filter(({ asks }) => asks.includes(name)).map((one) => one.name)
  if (asking.length > 0)
    throw new Refusal(`${name} cannot be removed: it is asked over HTTP by ${asking.join(', ')}.`)
  for (const topic of publishes) {
    const consuming = others.filter(({ consumes }) => consumes.includes(topic))
    if (consuming.length > 0)
      throw new Refusal(
        `${name} cannot be removed: its topic ${topic} is consumed by ${consuming.map((one) => one.name).join(', ')}.`,
      )
  }
}

/** What still names it would not compile, or would wait for it. */
function refuseNamed(after: Tree, name: string): void {
  const files = filesNaming(after, name, readAnswers(after).scope)
  if (files.length > 0)
    throw new Refusal(
      `${name} cannot be removed yet, because ${files.length} files outside it name it:\n${files.map((path) => `  ${path}`).join('\n')}`,
    )
}

function withoutItems(place: Place, text: string, names: readonly string[]): string {
  const items = names.flatMap((name) => itemsFor(place, text, name))
  return items
    .toSorted((a, b) => b.end - a.end)
    .reduce((rest, { item, end }) => rest.slice(0, end - item.length) + rest.slice(end), text)
}
