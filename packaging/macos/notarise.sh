#!/usr/bin/env bash
# Sign, notarise and pack the macOS program: packaging/macos/notarise.sh IDENTITY PROFILE
#
# Run on macOS after packaging/freeze.py. IDENTITY is a "Developer ID Application: ..."
# of the keychain, PROFILE what `xcrun notarytool store-credentials` was told. Neither
# is kept here. Not run by this project's CI, which has no macOS.
set -euo pipefail
cd "$(dirname "$0")/../../build/freeze"
identity=$1 profile=$2
app=dist/ecgviewer.app
image=ecgviewer-$(uname -m).dmg
entitlements=../../packaging/macos/entitlements.plist

# From the inside out: each library, then the program.
find "$app" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
  xargs -0 -n 50 codesign --force --timestamp --options runtime --sign "$identity"
codesign --force --timestamp --options runtime --entitlements "$entitlements" \
  --sign "$identity" "$app"
codesign --verify --strict --deep "$app"
hdiutil create -volname ecgviewer -srcfolder "$app" -ov -format UDZO "$image"
codesign --sign "$identity" --timestamp "$image"
xcrun notarytool submit "$image" --keychain-profile "$profile" --wait
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature "$image"
