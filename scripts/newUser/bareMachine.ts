import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The user that everything is done as; made with the machine. */
const USER = 1000;
const HOME = '/home/owner';

/** Debian's own Node and npm, and git, and somebody to use them. */
const PREPARE = [
  'apt-get -qq update',
  'apt-get -qq install -y --no-install-recommends nodejs npm git ca-certificates',
  `{ id -u owner 2>/dev/null || useradd -u ${USER} -m -d ${HOME} owner; }`,
].join(' && ');

/** A program that runs on the bare machine, and what it has said so far. */
export type Running = {
  said(): string;
  /** Resolves once a line says it; rejects when it ends before, or after five minutes. */
  until(line: RegExp): Promise<string>;
  type(line: string): void;
  /** As Ctrl-C does; resolves once it has ended. */
  interrupt(): Promise<void>;
};

export type BareMachine = {
  /** Where its root is on this one. */
  root: string;
  /** Runs a line of shell as the user, in a folder; resolves to what it printed. Rejects with that when it fails. */
  run(line: string, folder?: string): Promise<string>;
  start(line: string, folder?: string): Running;
  /** Lets go of what was mounted. */
  leave(): void;
};

/**
 * A Debian with Node and npm of its own and git, and nothing else: `root` is used as it is where it
 * has been made before. Needs root, debootstrap and a mirror.
 */
export function bareMachine(root: string, suite: string, mirror: string): BareMachine {
  if (!existsSync(path.join(root, 'usr/bin/apt-get'))) {
    execFileSync('debootstrap', ['--variant=minbase', suite, root, mirror], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const inside = (name: string) => path.join(root, name);
  execFileSync('cp', ['/etc/resolv.conf', '/etc/hosts', inside('etc')]);
  mkdirSync(inside('dev/shm'), { recursive: true });
  execFileSync('mount', ['-t', 'proc', 'proc', inside('proc')]);
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', inside('dev/shm')]);
  const leave = () => {
    for (const name of ['proc', 'dev/shm']) execFileSync('umount', ['-l', inside(name)]);
  };
  try {
    execFileSync('chroot', [root, 'sh', '-c', PREPARE], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    leave();
    throw error;
  }
  // Certificates that this machine trusts beside Debian's own.
  execFileSync('cp', ['/etc/ssl/certs/ca-certificates.crt', inside('etc/ssl/certs')]);

  const spawned = (line: string, folder: string): ChildProcess =>
    spawn(
      '/usr/sbin/chroot',
      [`--userspec=${USER}:${USER}`, root, 'sh', '-c', `cd ${folder} && ${line}`],
      {
        detached: true,
        stdio: ['pipe', 'pipe', 'pipe'],
        env: {
          HOME,
          PATH: '/usr/local/bin:/usr/bin:/bin',
          NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt',
          NO_COLOR: '1',
        },
      },
    );

  function start(line: string, folder = HOME): Running {
    const child = spawned(line, folder);
    const lines: string[] = [];
    const ended = once(child, 'exit');
    const waiting = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (text) => {
        lines.push(text);
        for (const look of waiting) look();
      });
    }
    return {
      said: () => lines.join('\n'),
      async until(wanted) {
        return new Promise<string>((resolve, reject) => {
          const lost = (why: string) => reject(new Error(`${line}: ${why}\n${lines.join('\n')}`));
          const timer = setTimeout(() => lost(`nothing said ${String(wanted)}`), 300_000);
          const look = () => {
            const found = lines.find((text) => wanted.test(text));
            if (found === undefined) return;
            clearTimeout(timer);
            waiting.delete(look);
            resolve(found);
          };
          waiting.add(look);
          ended.then(() => lost('it ended'));
          look();
        });
      },
      type: (text) => child.stdin?.write(`${text}\n`),
      async interrupt() {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
        await ended;
      },
    };
  }

  return {
    root,
    start,
    async run(line, folder = HOME) {
      const child = spawned(line, folder);
      child.stdin?.end();
      const parts: string[] = [];
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (part) => parts.push(String(part)));
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`${line} ended with ${code}:\n${parts.join('')}`);
      return parts.join('');
    },
    leave,
  };
}
