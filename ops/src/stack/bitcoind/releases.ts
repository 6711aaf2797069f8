/** A release archive of Bitcoin Core for one platform. */
export interface CoreRelease {
  readonly version: string;
  readonly url: string;
  readonly sha256: string;
}

/** 30.0 and 30.1 were withdrawn for a fault in their wallet migration. */
const VERSION = '30.2';

/**
 * Checksums as attested by the release's builders in github.com/bitcoin-core/guix.sigs (30.2/…/all.SHA256SUMS),
 * by the platform's and processor's names in Node.
 */
const ARCHIVES: Readonly<Record<string, readonly [target: string, sha256: string]>> = {
  'linux-x64': ['x86_64-linux-gnu', '6aa7bb4feb699c4c6262dd23e4004191f6df7f373b5d5978b5bcdd4bb72f75d8'],
  'linux-arm64': ['aarch64-linux-gnu', '73e76c14edc79808a0511c744d102ffbb494807ee90cbcba176568243254b532'],
  'darwin-arm64': ['arm64-apple-darwin', 'c2ecab62891de22228043815cb6211549a32272be3d5d052ff19847d3420bd10'],
  'darwin-x64': ['x86_64-apple-darwin', '99d5cee9b9c37be506396c30837a4b98e320bfea71c474d6120a7e8eb6075c7b'],
};

/** The official release for a platform, or undefined where there is none. */
export function coreReleaseFor(platform: string, arch: string): CoreRelease | undefined {
  const archive = ARCHIVES[`${platform}-${arch}`];
  if (archive === undefined) return undefined;
  const [target, sha256] = archive;
  const url = `https://bitcoincore.org/bin/bitcoin-core-${VERSION}/bitcoin-${VERSION}-${target}.tar.gz`;
  return { version: VERSION, url, sha256 };
}
