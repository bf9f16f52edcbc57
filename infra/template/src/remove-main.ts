import { runAsProgram } from './main-program.ts'
import { removeCommand } from './remove-command.ts'

await runAsProgram(removeCommand)
