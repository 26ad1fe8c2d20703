import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** The distribution's own Node is often older than what the bot needs. */
test.runIf(process.platform === 'linux')(
  'systemd starts the bot with the Node that npm ci brings',
  () => {
    const unit = readFileSync(path.join(root, 'deploy/pilotfish.service'), 'utf8');
    const [, folder = ''] = /^WorkingDirectory=(.+)$/m.exec(unit) ?? [];
    const [, found = ''] = /^Environment=PATH=(.+)$/m.exec(unit) ?? [];
    const PATH = found.replaceAll(folder, root);
    const version = execFileSync('/usr/bin/env', ['node', '--version'], {
      env: { PATH },
      encoding: 'utf8',
    });
    const { optionalDependencies } = JSON.parse(
      readFileSync(path.join(root, 'package.json'), 'utf8'),
    ) as { optionalDependencies: Record<string, string> };
    expect(version.trim()).toBe(`v${optionalDependencies[`node-linux-${process.arch}`]}`);
  },
);

test.runIf(process.platform === 'linux')(
  'an npm that leaves the Node it brings without its link gets it linked, and a link that is there stays',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'link-node-'));
    try {
      const brought = path.join(folder, `node-linux-${process.arch}`, 'bin');
      mkdirSync(brought, { recursive: true });
      writeFileSync(path.join(brought, 'node'), '');
      const install = () =>
        execFileSync(process.execPath, [path.join(root, 'scripts/linkNode.js'), folder]);
      install();
      install();
      expect(realpathSync(path.join(folder, '.bin/node'))).toBe(
        realpathSync(path.join(brought, 'node')),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
