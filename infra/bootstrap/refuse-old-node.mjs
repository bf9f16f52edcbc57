const neededMajor = 20

/** Ends with one sentence when this Node cannot even run the installer. */
export function refuseOldNode(version) {
  if (Number(version.split('.')[0]) >= neededMajor) return
  throw Object.assign(new Error('node-too-old'), {
    sentence: `Tailspan needs Node ${neededMajor} or newer to install itself and this is ${version} (${process.execPath}): install a newer one; the Node that runs the services then comes along as a package.`,
  })
}
