import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const advices = [
  [/ENOSPC|no space left/i, 'free some space on this disk, and on the one of your home folder'],
  [
    /EROFS|EACCES|EPERM|read-only file system/i,
    'let this user write to the folder in the reason, or set npm_config_cache and XDG_DATA_HOME to folders of yours',
  ],
]
const usual = "check the network, the free space and npm's registry setting"

/** One sentence for an install that failed; all that the installer said lies in a log. */
export function installFailure(root, { output, silence }) {
  const log = keepLog(root, output)
  const more = log ? `; all that pnpm said is in ${log}` : ''
  return withSentence(
    silence
      ? `Not all packages are in the caches of this machine, and ${silence.registry} does not answer (${silence.code}): check the network, HTTPS_PROXY and npm's registry setting${more}.`
      : `The packages could not be installed (${reasonOf(output)}): ${adviceFor(output)}${more}.`,
  )
}

/** The same for a checkout in which nothing can be written. */
export function unwritable(folder, { code }) {
  return withSentence(
    `Packages have to be installed first, and nothing can be written to ${folder} (${code}): let this user write there, or copy the checkout to a folder of yours.`,
  )
}

function withSentence(sentence) {
  return Object.assign(new Error('install-failed'), { sentence })
}

function reasonOf(output) {
  const lines = output.split('\n').map((line) => line.trim())
  const telling = [/ERR_PNPM|ENOSPC|EROFS|EACCES|no space left/i, /err|ENO|fail/i]
  const found = telling.map((words) => lines.find((line) => words.test(line))).find(Boolean)
  return found || 'no reason given'
}

function adviceFor(output) {
  return advices.find(([words]) => words.test(output))?.[1] || usual
}

function keepLog(root, output) {
  for (const folder of [join(root, '.tailspan', 'logs'), tmpdir()]) {
    try {
      mkdirSync(folder, { recursive: true })
      const log = join(folder, 'install.log')
      writeFileSync(log, output)
      return log
    } catch {
      // The disk that is full, or the folder that is closed, may be this one.
    }
  }
  return undefined
}
