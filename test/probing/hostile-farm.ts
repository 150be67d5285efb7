import { createServer, type Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'

// Servers that mean harm, in a process of their own: what they hold is not the watch's memory. Started by fork, tells
// its parent the port of each by name.

const mebibyte = 1024 * 1024
const head = 'HTTP/1.1 200 OK\r\n'
const zeros = Buffer.alloc(100 * mebibyte)
const bombs = {
  gzip: gzipSync(zeros),
  br: brotliCompressSync(zeros.subarray(0, 20 * mebibyte)),
  deflate: deflateSync(zeros),
}

/** Sends `part` as long as anybody takes it. */
function flood(socket: Socket, part: string | Buffer): void {
  const send = () => {
    while (!socket.destroyed && socket.write(part));
  }
  socket.on('drain', send)
  send()
}

/** Sends a byte now and then; ends with the connection. */
function drip(socket: Socket, everyMs: number): void {
  const timer = setInterval(() => socket.write('a'), everyMs)
  socket.once('close', () => clearInterval(timer))
}

function sendBomb(socket: Socket, encoding: keyof typeof bombs): void {
  socket.write(`${head}Content-Encoding: ${encoding}\r\nContent-Length: ${bombs[encoding].length}\r\n\r\n`)
  socket.end(bombs[encoding])
}

const servers: Record<string, (socket: Socket) => void> = {
  'a gzip bomb': (socket) => sendBomb(socket, 'gzip'),
  'a brotli bomb': (socket) => sendBomb(socket, 'br'),
  'a deflate bomb': (socket) => sendBomb(socket, 'deflate'),
  'an endless body': (socket) => {
    socket.write(`${head}\r\n`)
    flood(socket, Buffer.alloc(64 * 1024, 'a'))
  },
  'an endless body in chunks': (socket) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`)
    flood(socket, `1000\r\n${'a'.repeat(4096)}\r\n`)
  },
  'a body in chunks of one byte': (socket) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`)
    flood(socket, '1\r\na\r\n'.repeat(2_000))
  },
  'endless headers': (socket) => {
    socket.write(head)
    flood(socket, `X-A: ${'b'.repeat(500)}\r\n`)
  },
  'one endless header': (socket) => {
    socket.write(`${head}X-A: `)
    flood(socket, 'c'.repeat(10_000))
  },
  'an endless extension of a chunk': (socket) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n1;`)
    flood(socket, 'd=e;'.repeat(1_000))
  },
  'endless trailers': (socket) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n`)
    flood(socket, `X-T: ${'f'.repeat(500)}\r\n`)
  },
  'a flood of 100 Continue': (socket) => flood(socket, 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
  'a flood of 103 Early Hints': (socket) =>
    flood(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n'.repeat(100)),
  'an endless status line': (socket) => {
    socket.write('HTTP/1.1 200 ')
    flood(socket, 'g'.repeat(10_000))
  },
  'a byte now and then of the headers': (socket) => {
    socket.write(`${head}X: `)
    drip(socket, 20)
  },
  'a byte now and then of the body': (socket) => {
    socket.write(`${head}Content-Length: 1000000\r\n\r\n`)
    drip(socket, 20)
  },
  'nothing at all': () => undefined,
  'ten thousand cookies': (socket) => socket.end(`${head}${'Set-Cookie: a=b\r\n'.repeat(10_000)}\r\n`),
  garbage: (socket) => socket.end(Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * 7919) % 256))),
}

const ports: Record<string, number> = {}
for (const [name, serve] of Object.entries(servers)) {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => serve(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  ports[name] = address !== null && typeof address === 'object' ? address.port : 0
}
process.send?.(ports)
