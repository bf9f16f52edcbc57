import { existsSync, readFileSync } from 'node:fs'
import { images } from '@tailspan/containers'
import { expect, test } from 'vitest'
import { labelOf } from './make-image.ts'
import { recipes } from './recipes.ts'

const file = (folder: string) => new URL(`../images/${folder}/Dockerfile`, import.meta.url)

test('there is a recipe for every image', () => {
  expect(recipes.map(({ image }) => image).sort()).toEqual(Object.values(images).sort())
})

test('what a stand-in is built on is made before it', () => {
  recipes.forEach(({ folder }, i) => {
    const base = /^FROM (\S+)/m.exec(readFileSync(file(folder), 'utf8'))?.[1] ?? ''
    const before = recipes.slice(0, i).map(({ image }) => image)
    expect(existsSync(file(folder))).toBe(true)
    expect(['tailspan/stand-in-base:bookworm', ...before]).toContain(base)
  })
})

test('the label changes with what an image is made of, and only then', async () => {
  const [recipe] = recipes
  if (!recipe) throw new Error('no recipe')

  const label = await labelOf(recipe)

  expect(await labelOf({ ...recipe })).toBe(label)
  expect(await labelOf({ ...recipe, from: ['node 25'] })).not.toBe(label)
  expect(await labelOf({ ...recipe, folder: 'jaeger' })).not.toBe(label)
})
