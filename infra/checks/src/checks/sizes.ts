import { isTest } from '../tree/file-kinds.ts'
import { type Package, readPackages, readText } from '../tree/packages.ts'
import { type FunctionShape, parseSource } from '../tree/parse-source.ts'
import { type Quantiles, quantilesOf } from '../tree/quantiles.ts'
import type { Check } from './check.ts'

const fileBounds: Quantiles = { median: 60, p90: 150, max: 250 }
const functionBounds: Quantiles = { median: 8, p90: 25, max: 50 }

type Measured = {
  readonly folder: string
  readonly files: Quantiles
  readonly functions: Quantiles
  readonly longest: readonly string[]
  readonly fileCount: number
}

/** A file fits two screens, a function fits one glance; tests may be as long as what they tell. */
export const sizes: Check = {
  name: 'sizes',
  why: 'A file fits two screens and a function one glance, judged per package without its tests: split what holds two ideas.',
  async run(root) {
    const packages = await Promise.all((await readPackages(root)).map((one) => measure(root, one)))
    const measured = packages.filter(({ fileCount }) => fileCount > 0)
    return {
      findings: measured.flatMap(excesses),
      seen: `${measured.length} packages`,
      report: [heading, ...measured.map(row)].join('\n'),
    }
  },
}

async function measure(root: string, { folder, sources }: Package): Promise<Measured> {
  const paths = sources.filter((path) => !isTest(path))
  const shapes = await Promise.all(
    paths.map(async (path) => ({ path, ...parseSource(path, await readText(root, path)) })),
  )
  const functions = shapes.flatMap((shape) => shape.functions)
  return {
    folder,
    files: quantilesOf(shapes.map(({ lines }) => lines)),
    functions: quantilesOf(functions.map(({ lines }) => lines)),
    longest: shapes.flatMap((shape) => [...tooLongFile(shape), ...tooLongFunctions(shape)]),
    fileCount: paths.length,
  }
}

function tooLongFile({ path, lines }: { path: string; lines: number }): string[] {
  return lines > fileBounds.max ? [`${path}: ${lines} lines, at most ${fileBounds.max}.`] : []
}

function tooLongFunctions(shape: { path: string; functions: readonly FunctionShape[] }): string[] {
  return shape.functions
    .filter(({ lines }) => lines > functionBounds.max)
    .map(({ name, line, lines }) => {
      return `${shape.path}:${line}: ${name} has ${lines} lines, at most ${functionBounds.max}.`
    })
}

function excesses({ folder, files, functions, longest }: Measured): string[] {
  return [
    ...longest,
    ...over(`${folder}: file`, files, fileBounds),
    ...over(`${folder}: function`, functions, functionBounds),
  ]
}

function over(what: string, found: Quantiles, bounds: Quantiles): string[] {
  const judged = ['median', 'p90'] as const
  return judged
    .filter((figure) => found[figure] > bounds[figure])
    .map((figure) => `${what} ${figure} is ${found[figure]} lines, at most ${bounds[figure]}.`)
}

const heading =
  `${'package'.padEnd(24)}files  median  p90  max   function median  p90  max\n` +
  `${'bound'.padEnd(31)}${columns(fileBounds)}${columns(functionBounds, 18)}`

function row({ folder, fileCount, files, functions }: Measured): string {
  return `${folder.padEnd(24)}${String(fileCount).padStart(5)}  ${columns(files)}${columns(functions, 18)}`
}

function columns({ median, p90, max }: Quantiles, width = 6): string {
  const cell = (value: number, wide: number) => String(value).padStart(wide)
  return `${cell(median, width)}${cell(p90, 5)}${cell(max, 5)}`
}
