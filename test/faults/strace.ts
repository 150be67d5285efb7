import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Kills the process at the n-th `call` that any one of its threads makes from now on. Resolves once strace watches it;
 * rejects with what to install where it cannot.
 */
export function killAt(pid: number, call: string, n: number): Promise<ChildProcess> {
  const inject = `inject=${call}:signal=SIGKILL:when=${n}`
  const args = ['-f', '-p', String(pid), '-e', `trace=${call}`, '-e', inject, '-o', '/dev/null']
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  return new Promise((resolve, reject) => {
    let said = ''
    const refuse = (why: string) =>
      reject(
        new Error(`no system call can be watched: ${why}. Install strace (apt-get install strace) and allow ptrace.`),
      )
    strace.once('error', (error) => refuse(error.message))
    strace.once('exit', () => refuse(said))
    strace.stderr?.on('data', (chunk) => {
      said += chunk
      if (said.includes('attached')) resolve(strace)
    })
  })
}

/** Lets go of a process that lived on. */
export async function letGo(strace: ChildProcess): Promise<void> {
  if (strace.exitCode !== null || strace.signalCode !== null) return
  const ended = new Promise((resolve) => strace.once('exit', resolve))
  strace.kill('SIGINT')
  await ended
}
