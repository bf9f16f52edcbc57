import { stripVTControlCharacters } from 'node:util'

type Fault = {
  readonly message: string
  readonly stacks?: readonly { readonly file: string; readonly line: number }[]
}

const longest = 600

/**
 * Why a test failed, on one line: it stands under the table at the end, which may be all that is kept of a run.
 *
 * units: at most 600 characters of the message
 */
export function complaintOf({ message, stacks = [] }: Fault, testFile: string): string {
  const words = stripVTControlCharacters(message).replace(/\s+/g, ' ').trim()
  const short = words.length > longest ? `${words.slice(0, longest)} …` : words
  const line = stacks.find(({ file }) => file.endsWith(testFile))?.line
  return line === undefined ? short : `${short} (line ${line})`
}
