#!/usr/bin/env bash
# Builds kube-apiserver, kubectl and etcd from their Go modules, for the dry run of the manifests: minutes, once; then they are kept.
# Nothing calls this by itself. Needs Go 1.26 or newer.
set -euo pipefail

cd "$(dirname "$0")"
cache=${TAILSPAN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tailspan}/bin
version_of() { sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p" versions.json; }
export CGO_ENABLED=0 GOWORK=off GOFLAGS=-mod=mod

# build NAME MODULE PACKAGE VERSION [edits of go.mod …] : a module that needs one other, so that its `replace` lines can be ours.
build() {
  local name=$1 module=$2 package=$3 version=$4 target work
  target=$cache/$name-$version
  shift 4
  [ ! -x "$target" ] || return 0
  echo "building $name $version from its Go module (minutes, once)"
  mkdir -p "$cache"
  work=$(mktemp -d)
  (cd "$work" && go mod init dry-run && go mod edit -require="$module@v$version" "$@" &&
    go build -trimpath -buildvcs=false -ldflags "-s -w $flags" -o "$target.part" "$package") && mv "$target.part" "$target"
  rm -rf "$work"
}

kubernetes=$(version_of kubernetes)
# Its own go.mod replaces these modules by folders that the published module does not have.
staging=$(cd / && go mod download -json "k8s.io/kubernetes@v$kubernetes" | sed -n 's/.*"GoMod": "\(.*\)",/\1/p' |
  xargs sed -n "s|^\t\(k8s.io/[a-z-]*\) => ./staging.*|-replace=\1=\1@v0.${kubernetes#1.}|p")

flags="-X k8s.io/component-base/version.gitVersion=v$kubernetes"
# shellcheck disable=SC2086
build kube-apiserver k8s.io/kubernetes k8s.io/kubernetes/cmd/kube-apiserver "$kubernetes" $staging
# shellcheck disable=SC2086
build kubectl k8s.io/kubernetes k8s.io/kubernetes/cmd/kubectl "$kubernetes" $staging
flags=
build etcd go.etcd.io/etcd/server/v3 go.etcd.io/etcd/server/v3 "$(version_of etcd)"
