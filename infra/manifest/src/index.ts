export {
  consuming,
  manifestOf,
  type Need,
  needing,
  peerSetting,
  type ServiceManifest,
  type ServiceName,
  serviceNames,
  services,
} from './services.ts'
