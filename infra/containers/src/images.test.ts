import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { connectorImage, images, observerImages, systemImages } from './images.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const composed = ['compose.yaml', 'compose.three-brokers.yaml', 'compose.sampling.yaml'].map(read)
const observing = read('compose.observe.yaml')
const imagesIn = (text: string) => [
  ...new Set([...text.matchAll(/^ *image: (?!tailspan\/)(\S+)$/gm)].map(([, image]) => image)),
]
const onTop = read('compose.debezium.yaml')

test('compose files and Dockerfile name the pinned images and no others', () => {
  const byDefault = composed.join('\n').replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')
  const base = /^ARG NODE=(\S+)$/m.exec(read('Dockerfile'))?.[1]

  expect([...imagesIn(byDefault), base].sort()).toEqual(systemImages().sort())
  expect(imagesIn(observing).sort()).toEqual(Object.values(observerImages).sort())
})

test('TAILSPAN_JAEGER_VERSION names another Jaeger, here and in the compose file', () => {
  const chosen = systemImages({ TAILSPAN_JAEGER_VERSION: '2.17.0' })

  expect(chosen).toContain('jaegertracing/jaeger:2.17.0')
  expect(chosen).toHaveLength(systemImages().length)
  expect(chosen).not.toContain(images.jaeger)
  expect(composed[0]).toMatch(/image: jaegertracing\/jaeger:\$\{TAILSPAN_JAEGER_VERSION:-/)
})

test('the connector of the Compose file on top is the pinned one', () => {
  const named = [...onTop.matchAll(/^ *image: (\S+)$/gm)].map(([, image]) => image)

  expect(named.toSorted()).toEqual([connectorImage, images.postgres].toSorted())
})

test('every image is pinned to a version', () => {
  for (const image of Object.values({ ...images, ...observerImages, connectorImage }))
    expect(image).toMatch(/:v?\d+[\d.]+([-.][A-Za-z]+)*$/)
})

test('renovate finds each of these images here, to change it with the Compose files', () => {
  const [manager] = JSON.parse(read('../.github/renovate.json')).customManagers
  const [pattern, matching] = [manager.managerFilePatterns[0], manager.matchStrings[0]]
  const found = [...read('containers/src/images.ts').matchAll(new RegExp(matching, 'g'))]

  const names = found.map(({ groups }) => `${groups?.depName}:${groups?.currentValue}`)

  expect('infra/containers/src/images.ts').toMatch(new RegExp(pattern.slice(1, -1)))
  expect(names.toSorted()).toEqual(
    Object.values({ ...images, ...observerImages, connectorImage }).toSorted(),
  )
})

test('every port of the compose files is bound to this machine only', () => {
  const ports = [...composed, observing].flatMap((text) => [...text.matchAll(/"([^"\n]*):\d+"/g)])

  expect(ports.length).toBeGreaterThan(10)
  for (const [, binding] of ports) expect(binding).toMatch(/^127\.0\.0\.1:/)
})
