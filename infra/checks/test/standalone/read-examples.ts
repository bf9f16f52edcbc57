/** A `ts` block of a README and the `text` block after it, which is what it prints. */
export type Example = { library: string; title: string; file: string; code: string; output: string }

const block =
  /^## (?<title>.+)$|^```ts\n(?<code>[\s\S]*?)^```\n\n```text\n(?<output>[\s\S]*?)^```$/gm

/** Takes the runnable examples out of a README, each named after the heading it stands under. */
export function readExamples(library: string, readme: string): Example[] {
  const examples: Example[] = []
  let title = ''
  for (const { groups = {} } of readme.matchAll(block)) {
    const { code, output } = groups
    title = groups.title ?? title
    if (code === undefined || output === undefined) continue
    examples.push({ library, title, file: `${library}-${examples.length + 1}.ts`, code, output })
  }
  return examples
}

/** Every `ts` block of a README that begins with the name of a file, by that name. */
export function readFiles(readme: string): Record<string, string> {
  const blocks = readme.matchAll(/```ts\n\/\/ (?<file>\S+)\n(?<code>.*?)```/gs)
  return Object.fromEntries(
    [...blocks].map(({ groups }) => [groups?.file ?? '', groups?.code ?? '']),
  )
}
