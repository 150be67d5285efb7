// Plain CommonJS on purpose: it must run, and speak clearly, on a Node too old for the rest.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 26 || (major === 26 && minor < 10)) {
  console.error(
    `值守需要 Node 26.10 以上，现在是 ${process.version}。请运行 npm ci（不要加 --omit=optional），再用 npm run 启动。\n` +
      `Zhishou needs Node 26.10 or newer, this is ${process.version}. Run npm ci (without --omit=optional) and start through npm run.`,
  )
  process.exit(1)
}
