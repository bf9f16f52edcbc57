export {
  consuming,
  edgeService,
  manifestOf,
  type Need,
  needing,
  peerSetting,
  type ServiceManifest,
  type ServiceName,
  serviceNames,
  services,
} from './services.ts'
