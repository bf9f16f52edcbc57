import { runAsProgram } from './main-program.ts'
import { updateCommand } from './update-command.ts'

await runAsProgram(updateCommand)
