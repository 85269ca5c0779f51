{
  description = "The same Factorio mods everywhere: a manifest, a lockfile, and one command that installs it";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];
      forEach = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
      inherit (builtins.fromJSON (builtins.readFile ./packages/cli/package.json)) version;
    in
    {
      packages = forEach (pkgs: rec {
        default = factorio-lock;
        factorio-lock = pkgs.stdenv.mkDerivation (final: {
          pname = "factorio-lock";
          inherit version;
          src = self;
          nativeBuildInputs = [
            pkgs.makeWrapper
            pkgs.nodejs_22
            pkgs.pnpm_10
            pkgs.pnpm_10.configHook
          ];
          pnpmDeps = pkgs.pnpm_10.fetchDeps {
            inherit (final) pname version src;
            fetcherVersion = 2;
            # Written by scripts/release/flake-hash.mjs for each release; before the first one a build fails and names it.
            hash = pkgs.lib.fakeHash;
          };
          buildPhase = ''
            runHook preBuild
            pnpm build
            runHook postBuild
          '';
          # The bundle holds its libraries: nothing of node_modules is needed.
          installPhase = ''
            runHook preInstall
            mkdir -p $out/lib/factorio-lock/dist
            cp -r packages/cli/bin packages/cli/package.json $out/lib/factorio-lock
            cp -r packages/cli/dist/bin $out/lib/factorio-lock/dist
            makeWrapper ${pkgs.nodejs_22}/bin/node $out/bin/factorio-lock \
              --add-flags $out/lib/factorio-lock/bin/factorio-lock.js
            runHook postInstall
          '';
          meta = {
            description = "The same Factorio mods everywhere";
            license = pkgs.lib.licenses.mit;
            mainProgram = "factorio-lock";
          };
        });
      });

      devShells = forEach (pkgs: {
        default = pkgs.mkShell {
          packages = [
            pkgs.nodejs_22
            pkgs.pnpm_10
          ];
        };
      });
    };
}
