import { runAsProgram } from './main-program.ts'
import { renameCommand } from './rename-command.ts'

await runAsProgram(renameCommand)
