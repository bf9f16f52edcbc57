export { buildConsole } from './build-console.ts'
export { buildServices } from './build-services.ts'
export { CannotRun, type ContainerObstacle } from './cannot-run.ts'
export {
  type Compose,
  type ComposeOptions,
  composeVersion,
  findCompose,
  hasComposePlugin,
} from './compose.ts'
export {
  type Engine,
  findEngine,
  inspectImage,
  type Presence,
  pullImage,
} from './engine.ts'
export { ensureImages } from './ensure-images.ts'
export { connectorImage, type ImageName, images, standInLabel, systemImages } from './images.ts'
export {
  type Following,
  findTraces,
  followJaeger,
  type Jaeger,
  readTrace,
  recallTrace,
  tracePage,
} from './jaeger.ts'
export { CommandFailed, type RunOptions, run } from './run.ts'
export {
  type Composed,
  type ComposedOptions,
  type ComposeScreen,
  deleteComposed,
  dropComposed,
  hasLeftovers,
  startComposed,
  stopLeftContainers,
} from './start-composed.ts'
