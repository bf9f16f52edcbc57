export {
  type Engine,
  findEngine,
  inspectImage,
  listStandIns,
  type Presence,
  pullImage,
} from './engine.ts'
export { type ImageName, images, standInLabel, systemImages } from './images.ts'
export { CommandFailed, type RunOptions, run } from './run.ts'
