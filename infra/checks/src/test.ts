import { runAsProgram } from './main-program.ts'
import { testCommand } from './test-command.ts'

await runAsProgram(testCommand)
