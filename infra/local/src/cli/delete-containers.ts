import { deleteComposed, findEngine, hasLeftovers } from '@tailspan/containers'
import { readPorts } from '../ports.ts'
import { composeOptions } from './start-docker.ts'

/** Deletes what starts with this state left on the container engine, and says what that was. */
export async function deleteContainers(state: string): Promise<string[]> {
  const options = composeOptions(state, readPorts())
  if (!(await findEngine()).answers || !(await hasLeftovers(options))) return []
  await deleteComposed(options)
  return ["the containers' data"]
}
