import { readFileSync } from 'node:fs';

const CHECK_MS = 500;

/** Name and parent of a process where the system tells it (Linux), else null. */
function lookAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [name, rest] = [
      stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
      stat.slice(stat.lastIndexOf(')') + 2),
    ];
    return { name, parent: Number(rest.split(' ')[1]) };
  } catch {
    return null;
  }
}

/**
 * Ends this process when the npm that started it is gone. npm hands a signal to the shell between us, which dies of it
 * without passing it on: the server would keep its port and its database, and nobody would know.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const shell = lookAt(parent);
  const npm = shell && /^(sh|dash|bash|ash|busybox|zsh)$/.test(shell.name) ? shell.parent : null;
  const isGone = () => process.ppid !== parent || (npm !== null && lookAt(parent)?.parent !== npm);
  const check = setInterval(() => {
    if (!isGone()) return;
    clearInterval(check);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  check.unref();
}
