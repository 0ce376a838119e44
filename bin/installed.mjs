import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot, ownNode } from './paths.mjs';

const stampFile = inRoot('node_modules', '.liandong-installed');

/** Whether node_modules holds what package-lock.json asks for and the Node it brings. */
export function isInstalled() {
  if (!existsSync(ownNode)) return false;
  const wanted = wantedStamp();
  if (read(stampFile) === wanted) return true;
  if (!matchesLockFile()) return false;
  markInstalled();
  return true;
}

export function markInstalled() {
  try {
    writeFileSync(stampFile, wantedStamp());
  } catch {
    // Installed by another user: the comparison with npm's own record answers again next time.
  }
}

/** How many top-level packages an installation has in the end. */
export function packageCount() {
  return Object.keys(lockedPackages()).filter((path) => path.lastIndexOf('node_modules/') === 0).length;
}

function wantedStamp() {
  const { dependencies, devDependencies, optionalDependencies, allowScripts } = JSON.parse(
    read(inRoot('package.json')),
  );
  const asked = JSON.stringify({ dependencies, devDependencies, optionalDependencies, allowScripts });
  return createHash('sha256')
    .update(read(inRoot('package-lock.json')))
    .update(asked)
    .digest('hex');
}

// `npm ci` by hand leaves no stamp of ours. npm writes node_modules/.package-lock.json last, so an interrupted
// installation has none; where it agrees with package-lock.json nothing needs to be installed again.
function matchesLockFile() {
  const record = read(inRoot('node_modules', '.package-lock.json'));
  if (!record) return false;
  const present = JSON.parse(record).packages ?? {};
  return Object.entries(lockedPackages()).every(([path, locked]) => {
    const found = present[path];
    return found ? found.version === locked.version : Boolean(locked.optional || locked.peer || locked.link);
  });
}

function lockedPackages() {
  const { '': _root, ...packages } = JSON.parse(read(inRoot('package-lock.json'))).packages;
  return packages;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
