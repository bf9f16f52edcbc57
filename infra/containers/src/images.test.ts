import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { images, systemImages } from './images.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const composed = ['compose.yaml', 'compose.three-brokers.yaml', 'compose.sampling.yaml'].map(read)

test('compose files and Dockerfile name the pinned images and no others', () => {
  const named = composed.join('\n').matchAll(/^ *image: (?!tailspan\/)(\S+)$/gm)
  const base = /^ARG NODE=(\S+)$/m.exec(read('Dockerfile'))?.[1]

  expect([...new Set([...named].map(([, image]) => image)), base].sort()).toEqual(
    [...systemImages].sort(),
  )
})

test('every image is pinned to a version', () => {
  for (const image of Object.values(images)) expect(image).toMatch(/:\d+[\d.]+(-[a-z]+)*$/)
})

test('every port of the compose files is bound to this machine only', () => {
  const ports = composed.flatMap((text) => [...text.matchAll(/"([^"\n]*):\d+"/g)])

  expect(ports.length).toBeGreaterThan(8)
  for (const [, binding] of ports) expect(binding).toMatch(/^127\.0\.0\.1:/)
})
