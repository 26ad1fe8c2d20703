import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
