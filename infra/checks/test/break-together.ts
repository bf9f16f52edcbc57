import { laws } from '../src/checks/laws.ts'
import { type Changes, layOut } from './skeleton.ts'

type Findings = () => Promise<readonly string[]>

/**
 * What the laws find about each of these changes in a tree that has it. A cruise takes a second whatever it finds, so
 * changes of different files share a tree; a finding about a change begins with one of its files.
 */
export function breakTogether(
  all: Readonly<Record<string, Changes>>,
): ReadonlyMap<string, Findings> {
  const trees: BrokenTree[] = []
  return new Map(
    Object.entries(all).map(([name, changes]) => {
      const paths = Object.keys(changes)
      const tree = trees.find((one) => one.hasRoomFor(paths)) ?? new BrokenTree()
      if (!trees.includes(tree)) trees.push(tree)
      tree.add(changes)
      const isAbout = (finding: string) => paths.some((path) => finding.startsWith(`${path} `))
      return [name, async () => (await tree.find()).filter(isAbout)]
    }),
  )
}

class BrokenTree {
  readonly #changes: Record<string, string | null> = {}
  #found: Promise<readonly string[]> | undefined

  hasRoomFor(paths: readonly string[]): boolean {
    return !paths.some((path) => path in this.#changes)
  }

  add(changes: Changes): void {
    Object.assign(this.#changes, changes)
  }

  /** Cruises it once. */
  find(): Promise<readonly string[]> {
    this.#found ??= this.#cruise()
    return this.#found
  }

  async #cruise(): Promise<readonly string[]> {
    await using tree = await layOut(this.#changes)
    return (await laws.run(tree.root)).findings
  }
}
