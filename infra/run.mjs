// Behind every `npm run`: checks Node, installs what is missing, hands over to Node 24 and TypeScript.
// Plain JavaScript on purpose: it runs on any Node from a fresh clone, also on one that is too old.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commands, overview } from './bootstrap/commands.mjs'
import { ensureInstalled } from './bootstrap/ensure-installed.mjs'
import { handOver } from './bootstrap/hand-over.mjs'
import { refuseOldNode } from './bootstrap/refuse-old-node.mjs'

const startedAtMs = Date.now()
const root = dirname(dirname(fileURLToPath(import.meta.url)))

function chooseCommand(name) {
  if (name === undefined || name === '--help') return { text: overview(), exitCode: 0 }
  const command = commands[name]
  if (command) return command
  return { text: `There is no command "${name}".\n${overview()}`, exitCode: 1 }
}

async function run([name, ...args]) {
  refuseOldNode(process.versions.node)
  const command = chooseCommand(name)
  const help = command.text || (args.includes('--help') && command.help)
  if (help) {
    process.stdout.write(`${help}\n`)
    return command.exitCode || 0
  }
  await ensureInstalled(root)
  return handOver(root, { ...command, args, startedAtMs })
}

run(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error) => {
    process.stderr.write(`${error.sentence || error.stack}\n`)
    process.exitCode = 1
  },
)
