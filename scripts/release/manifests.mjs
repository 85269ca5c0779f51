// Writes the manifests for other package managers, all from the same data: version, address, and the SHA-256 of each file
// that `pnpm package` made. `node scripts/release/manifests.mjs [FOLDER]` writes them to FOLDER/manifests.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = process.argv[2] ?? join(root, "dist", "release");
const { address, owner, maintainer } = JSON.parse(readFileSync(new URL("./repository.json", import.meta.url), "utf8"));
const { version } = JSON.parse(readFileSync(join(root, "packages", "cli", "package.json"), "utf8"));
const SUMMARY = "The same Factorio mods everywhere: a manifest, a lockfile, and one command that installs it";

const sums = new Map(
  readFileSync(join(folder, "SHA256SUMS"), "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, sum, file] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
      return file === undefined ? [] : [[file, sum]];
    }),
);

/** A platform's file: its name, address and checksum. */
function fileOf(target) {
  const file = [...sums.keys()].find((name) => name.startsWith(`factorio-lock-${version}-${target}.`));
  if (file === undefined) throw new Error(`SHA256SUMS has no file for ${target}: run \`pnpm package\` first`);
  const inner = file.replace(/\.(?:tar\.xz|zip)$/, "");
  return { file, inner, url: `${address}/releases/download/v${version}/${file}`, sha256: sums.get(file) };
}

function write(path, text) {
  const file = join(folder, "manifests", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const windows = fileOf("windows-x64");
const linux = fileOf("linux-x64");
const linuxArm = fileOf("linux-arm64");
const mac = fileOf("darwin-x64");
const macArm = fileOf("darwin-arm64");

write(
  "scoop/factorio-lock.json",
  `${JSON.stringify(
    {
      version,
      description: SUMMARY,
      homepage: address,
      license: "MIT",
      architecture: { "64bit": { url: windows.url, hash: windows.sha256, extract_dir: windows.inner } },
      bin: "factorio-lock.exe",
      checkver: { github: address },
      autoupdate: {
        architecture: {
          "64bit": {
            url: `${address}/releases/download/v$version/factorio-lock-$version-windows-x64.zip`,
            extract_dir: "factorio-lock-$version-windows-x64",
          },
        },
        hash: { url: "$baseurl/SHA256SUMS" },
      },
    },
    null,
    4,
  )}\n`,
);

write(
  "homebrew/factorio-lock.rb",
  `class FactorioLock < Formula
  desc "Same Factorio mods everywhere, by a manifest and a lockfile"
  homepage "${address}"
  version "${version}"
  license "MIT"

  on_macos do
    on_arm do
      url "${macArm.url}"
      sha256 "${macArm.sha256}"
    end
    on_intel do
      url "${mac.url}"
      sha256 "${mac.sha256}"
    end
  end

  on_linux do
    on_arm do
      url "${linuxArm.url}"
      sha256 "${linuxArm.sha256}"
    end
    on_intel do
      url "${linux.url}"
      sha256 "${linux.sha256}"
    end
  end

  def install
    bin.install "factorio-lock"
    generate_completions_from_executable(bin/"factorio-lock", "completion")
  end

  test do
    system bin/"factorio-lock", "init"
    assert_path_exists testpath/"mods.yaml"
  end
end
`,
);

const identifier = `${owner}.factorio-lock`;
const winget = `winget/${identifier}`;
const WINGET_SCHEMA = "1.6.0";
write(
  `${winget}.yaml`,
  `PackageIdentifier: ${identifier}
PackageVersion: ${version}
DefaultLocale: en-US
ManifestType: version
ManifestVersion: ${WINGET_SCHEMA}
`,
);
write(
  `${winget}.installer.yaml`,
  `PackageIdentifier: ${identifier}
PackageVersion: ${version}
InstallerType: zip
NestedInstallerType: portable
NestedInstallerFiles:
  - RelativeFilePath: ${windows.inner}\\factorio-lock.exe
    PortableCommandAlias: factorio-lock
Installers:
  - Architecture: x64
    InstallerUrl: ${windows.url}
    InstallerSha256: ${windows.sha256.toUpperCase()}
ManifestType: installer
ManifestVersion: ${WINGET_SCHEMA}
`,
);
write(
  `${winget}.locale.en-US.yaml`,
  `PackageIdentifier: ${identifier}
PackageVersion: ${version}
PackageLocale: en-US
Publisher: ${maintainer}
PackageName: factorio-lock
PackageUrl: ${address}
License: MIT
ShortDescription: ${JSON.stringify(SUMMARY)}
ManifestType: defaultLocale
ManifestVersion: ${WINGET_SCHEMA}
`,
);

write(
  "aur/PKGBUILD",
  `# Maintainer: ${maintainer}
pkgname=factorio-lock-bin
pkgver=${version.replaceAll("-", "_")}
pkgrel=1
pkgdesc="${SUMMARY}"
arch=('x86_64' 'aarch64')
url="${address}"
license=('MIT')
provides=('factorio-lock')
conflicts=('factorio-lock')
options=('!strip')
source_x86_64=("${linux.url}")
source_aarch64=("${linuxArm.url}")
sha256sums_x86_64=('${linux.sha256}')
sha256sums_aarch64=('${linuxArm.sha256}')

package() {
  cd "$srcdir"/factorio-lock-${version}-linux-*
  # Whatever is taken out of this file, the program within it would go too: it is not stripped.
  install -Dm755 factorio-lock "$pkgdir/usr/bin/factorio-lock"
  install -Dm644 LICENSE "$pkgdir/usr/share/licenses/$pkgname/LICENSE"
  install -Dm644 LICENSE-node THIRD-PARTY-NOTICES.txt -t "$pkgdir/usr/share/licenses/$pkgname/"
}
`,
);
// For `src/api/json/catalog.json` of SchemaStore, from which editors know a file's schema by its name.
const published = `${address}/releases/latest/download`;
const schemas = [
  {
    name: "factorio-lock manifest",
    description: "Factorio mods that are wanted",
    fileMatch: ["mods.yaml"],
    url: `${published}/manifest.schema.json`,
  },
  {
    name: "factorio-lock lockfile",
    description: "Factorio mods as they are locked",
    fileMatch: ["mods.lock"],
    url: `${published}/lockfile.schema.json`,
  },
];
write("schemastore/catalog.json", `${JSON.stringify(schemas, null, 2)}\n`);
console.log(`wrote the entries for scoop, Homebrew, winget, the AUR and SchemaStore to ${join(folder, "manifests")}`);
