import { runCommand } from '../src/run-command.ts'

/** Whether a process still runs; a killed one may only wait for its parent to look. */
export async function isRunning(pid: number): Promise<boolean> {
  const { output } = await runCommand({
    file: 'ps',
    args: ['-o', 'stat=', '-p', `${pid}`],
    cwd: '/',
  })
  return output.trim() !== '' && !output.trim().startsWith('Z')
}
